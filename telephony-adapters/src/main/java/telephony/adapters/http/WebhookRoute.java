package telephony.adapters.http;

import io.javalin.http.Context;
import java.util.List;
import telephony.Telephony;
import telephony.observe.SafeListener;
import telephony.observe.TelephonyListener;
import telephony.store.StoreUnavailableException;
import telephony.webhook.WebhookReceipt;

/** LiveKit's webhook. Every 4xx is final for LiveKit, so trouble of ours is always 503. */
final class WebhookRoute {

    private final Telephony telephony;
    private final TelephonyListener listener;

    WebhookRoute(Telephony telephony, TelephonyListener listener) {
        this.telephony = telephony;
        this.listener = new SafeListener(List.of(listener));
    }

    void receive(Context ctx) {
        WebhookReceipt receipt = take(ctx);
        if (receipt.kind() == WebhookReceipt.Kind.REFUSED) {
            throw new ProblemException(new Problem(
                    401,
                    receipt.verdict().reason().word(),
                    "This request is not accepted as LiveKit's",
                    receipt.verdict().detail()));
        }
        Answers.json(ctx, 200, Json.object().put("result", Json.word(receipt.kind())));
    }

    private WebhookReceipt take(Context ctx) {
        if (!(ctx.req().getAttribute(FrontDoor.BODY) instanceof byte[] body)) {
            throw new IllegalStateException("a webhook reached its route without its body having been read");
        }
        try {
            return telephony.receive(body, ctx.header("Authorization"));
        } catch (StoreUnavailableException e) {
            listener.onTrouble("webhook not stored, requestId " + Answers.requestId(ctx), e);
            throw new ProblemException(Problem.storeUnavailable());
        } catch (RuntimeException e) {
            listener.onTrouble("webhook not taken in, requestId " + Answers.requestId(ctx), e);
            throw new ProblemException(Problem.tryAgain());
        }
    }
}
