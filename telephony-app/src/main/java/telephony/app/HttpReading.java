package telephony.app;

/** Reads where we listen. */
final class HttpReading {

    private static final int MAX_PORT = 65_535;

    private final GivenSettings settings;

    HttpReading(GivenSettings settings) {
        this.settings = settings;
    }

    AppConfig.Http http() {
        return new AppConfig.Http(
                settings.text(Names.HOST, AppConfig.DEFAULT_HOST),
                port(Names.PORT, AppConfig.DEFAULT_PORT),
                settings.yesOrNo(Names.ENABLED, true),
                dropIns());
    }

    private AppConfig.DropIns dropIns() {
        Integer port = settings.text(Names.API_PORT) == null ? null : port(Names.API_PORT, 0);
        String auth = settings.text(Names.DROPIN_AUTH, "on");
        if (!auth.equalsIgnoreCase("on") && !auth.equalsIgnoreCase("off")) {
            auth = settings.wrong(Names.DROPIN_AUTH, auth, "set on or off", "on");
        }
        boolean authentic = auth.equalsIgnoreCase("on");
        if (!authentic) {
            settings.warnings()
                    .add(Names.DROPIN_AUTH + ": is off: whoever reaches the drop-in routes learns who answers which"
                            + " number and can place calls; let only your front ends reach them, such as by "
                            + Names.API_PORT + " and a firewall");
        }
        return new AppConfig.DropIns(port, authentic);
    }

    private int port(String name, int otherwise) {
        String given = settings.text(name, String.valueOf(otherwise));
        try {
            int port = Integer.parseInt(given);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as a number outside the bounds is.
        }
        return settings.wrong(name, given, "set a number from 0 (any free port) to " + MAX_PORT, otherwise);
    }
}
