package telephony.adapters.store;

import telephony.call.Slot;
import telephony.call.SlotClaim;

/** The part of a row that is about slots, as JSON. */
final class SlotCodec {

    private SlotCodec() {}

    static void write(WrittenObject to, SlotClaim claim) {
        to.objects("slots", claim.slots(), SlotCodec::writeSlot)
                .number("priority", claim.priority())
                .instant("since", claim.since())
                .instant("until", claim.until())
                .word("stage", claim.stage());
    }

    static SlotClaim read(ReadObject from) {
        return new SlotClaim(
                from.objects("slots", SlotCodec::readSlot),
                from.smallNumber("priority"),
                from.neededInstant("since"),
                from.neededInstant("until"),
                from.word("stage", SlotClaim.Stage.class, SlotClaim.Stage.UNRECOGNISED));
    }

    private static void writeSlot(WrittenObject to, Slot slot) {
        to.text("key", slot.key()).number("limit", slot.limit());
    }

    private static Slot readSlot(ReadObject from) {
        return new Slot(from.neededText("key"), from.smallNumber("limit"));
    }
}
