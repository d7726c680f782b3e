# Sourced by figures, load and stores: where the packaged jar is, and the class path of what measures it.
figures_jar=$root/telephony-app/target/telephony-app.jar
figures_kit=("$root"/telephony-core/target/telephony-core-*-tests.jar)
for needed in "$figures_jar" "$root/telephony-app/target/test-classes" "${figures_kit[0]}"; do
  [ -e "$needed" ] || { echo "there is no $needed; build it with: mvn -B verify" >&2; exit 1; }
done
command -v java >/dev/null || { echo "Java 17 is missing" >&2; exit 1; }
command -v mvn >/dev/null || { echo "Maven is missing: it knows where PostgreSQL's binaries are" >&2; exit 1; }

# The test libraries, asked of Maven once for each build.
figures_list=$root/telephony-app/target/figures.classpath
if [ ! -e "$figures_list" ] || [ "$root/telephony-app/pom.xml" -nt "$figures_list" ]; then
  (cd "$root" && mvn -q -B -pl telephony-core,telephony-adapters,telephony-app package -DskipTests \
    org.apache.maven.plugins:maven-dependency-plugin:build-classpath -DincludeScope=test \
    -Dmdep.outputFile="$figures_list.part" >&2) || { echo "Maven could not tell the class path" >&2; exit 1; }
  mv "$figures_list.part" "$figures_list"
fi
figures_path=$figures_jar:$root/telephony-app/target/test-classes:${figures_kit[0]}:$(cat "$figures_list")
