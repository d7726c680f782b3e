package telephony.sip;

import java.util.List;

/** What becomes of one trunk or rule. */
public sealed interface SipChange {

    /** What it is. */
    SipKind kind();

    /** Its name. */
    String name();

    /** In one word: {@code create}, {@code update}, {@code delete}, {@code nothing}, {@code refused}. */
    String action();

    /** Whether LiveKit is to be asked for something. */
    default boolean changesSomething() {
        return true;
    }

    /** Settings that become different; secrets are not shown. */
    default List<SipDifference> differences() {
        return List.of();
    }

    /** It is made. */
    record Create(SipWanted wanted) implements SipChange {
        @Override
        public SipKind kind() {
            return wanted.kind();
        }

        @Override
        public String name() {
            return wanted.name();
        }

        @Override
        public String action() {
            return "create";
        }

        @Override
        public List<SipDifference> differences() {
            return wanted.settings().differences(SipSettings.NONE);
        }
    }

    /**
     * Some of its settings change; all others stay.
     *
     * @param present as it is
     * @param changes the settings that change; none when only the mark does
     * @param adopted whether somebody else made it, and it bears our mark from now on
     */
    record Update(SipEntry present, SipSettings changes, boolean adopted) implements SipChange {
        @Override
        public SipKind kind() {
            return present.kind();
        }

        @Override
        public String name() {
            return present.name();
        }

        @Override
        public String action() {
            return "update";
        }

        @Override
        public List<SipDifference> differences() {
            return changes.differences(present.settings());
        }
    }

    /** It bears the mark of the set and is not wanted any more. */
    record Delete(SipEntry present) implements SipChange {
        @Override
        public SipKind kind() {
            return present.kind();
        }

        @Override
        public String name() {
            return present.name();
        }

        @Override
        public String action() {
            return "delete";
        }
    }

    /** It is as it shall be. */
    record Nothing(SipEntry present) implements SipChange {
        @Override
        public SipKind kind() {
            return present.kind();
        }

        @Override
        public String name() {
            return present.name();
        }

        @Override
        public String action() {
            return "nothing";
        }

        @Override
        public boolean changesSomething() {
            return false;
        }
    }

    /**
     * It is not touched, and as long as it stands in the plan nothing else is either.
     *
     * @param kind what it is
     * @param name its name
     * @param code stable word: {@code not-ours}, {@code ambiguous}, {@code incomplete}, {@code open-rule},
     *     {@code no-such-trunk}, {@code unmarkable}
     * @param reason why, and what to do
     */
    record Refused(SipKind kind, String name, String code, String reason) implements SipChange {
        @Override
        public String action() {
            return "refused";
        }

        @Override
        public boolean changesSomething() {
            return false;
        }
    }
}
