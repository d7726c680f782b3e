package telephony.app.figures;

import io.javalin.Javalin;
import io.livekit.server.WebhookReceiver;
import java.nio.charset.StandardCharsets;

/**
 * What the product is compared with, each in a process of its own as the product is: Javalin that only reads the body
 * ({@code bare}), and Javalin with the webhook receiver of LiveKit's SDK, which verifies and parses ({@code sdk}).
 */
public final class Rival {

    private Rival() {}

    /** Starts the one that is named, prints its port, and runs until it is ended. */
    public static void main(String[] args) {
        WebhookReceiver receiver = new WebhookReceiver(SignedCalls.KEY, SignedCalls.SECRET);
        boolean verifies = args[0].equals("sdk");
        Javalin server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.routes.post(Figures.PATH, request -> {
                byte[] body = request.bodyAsBytes();
                if (verifies) {
                    receiver.receive(new String(body, StandardCharsets.UTF_8), request.header("Authorization"));
                }
                request.result(body.length > 0 ? "ok" : "empty");
            });
        });
        server.start("127.0.0.1", 0);
        System.out.println(Figures.PORT_LINE + server.port());
    }
}
