package telephony.adapters.livekit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** One create, or one plain POST, in a JVM that has been told to replay. */
final class ReplayProbe {

    private ReplayProbe() {}

    /** Arguments: {@code create} or {@code plain}, and where to. Prints what came of it. */
    public static void main(String[] args) throws InterruptedException {
        if (args[0].equals("create")) {
            try (LiveKitApi api = Api.patient(args[1])) {
                System.out.println(
                        Api.answer(api.dispatches().create(Api.order())).kind());
            }
            return;
        }
        HttpRequest post = HttpRequest.newBuilder(URI.create(args[1]))
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {1, 2, 3}))
                .build();
        try {
            HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            System.out.println("failed");
        }
    }
}
