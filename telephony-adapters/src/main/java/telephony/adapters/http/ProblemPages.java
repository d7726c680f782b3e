package telephony.adapters.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Problems that no route answers: requests that cannot be read, are refused at the door, or fail inside the server. */
final class ProblemPages extends ErrorHandler {

    /** Attribute of a request that holds its id. */
    static final String REQUEST_ID = "telephony.requestId";

    /** On every answer: it is data for a program, never a page, and never to be kept by anybody between. */
    static final Map<String, String> SECURITY_HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final RequestIds ids;

    ProblemPages(RequestIds ids) {
        this.ids = ids;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        if (cause instanceof HttpException) {
            // Jetty closes the connection of a request that it cannot read, and does not say so: the client would send
            // its next request into the closing one.
            response.getHeaders().put(HttpFields.CONNECTION_CLOSE);
        }
        // The message and the cause are for us; what the client gets is the same for every such failure.
        answer(request, response, callback, Problem.ofStatus(code));
    }

    /** Answers with a problem, past all routes. */
    void answer(Request request, Response response, Callback callback, Problem problem) {
        String id = idOf(request);
        ObjectNode json = Json.problem(problem, id);
        response.setStatus(problem.status());
        addTo(response.getHeaders());
        response.getHeaders().put("X-Request-Id", id);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
        problem.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(Json.bytes(json)), callback);
    }

    /** Puts the headers on that every answer has. */
    static void addTo(HttpFields.Mutable headers) {
        SECURITY_HEADERS.forEach((name, value) -> headers.put(new HttpField(name, value)));
    }

    private String idOf(Request request) {
        return request.getAttribute(REQUEST_ID) instanceof String id ? id : ids.next();
    }
}
