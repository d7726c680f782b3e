package telephony.adapters.http;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps the drop-in routes on a port of their own, and everything else off it, so that the port can be opened to front ends
 * without opening more.
 */
final class DropInDoor extends Handler.Wrapper {

    private static final int NOT_FOUND = 404;

    private final Connector own;

    /**
     * @param all serves everything
     * @param own where the drop-in routes are
     */
    DropInDoor(Handler all, Connector own) {
        super(all);
        this.own = own;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        boolean dropIn = path != null && path.startsWith(DropInRoutes.PREFIX);
        if (dropIn == own.equals(request.getConnectionMetaData().getConnector())) {
            return super.handle(request, response, callback);
        }
        Response.writeError(request, response, callback, NOT_FOUND);
        return true;
    }
}
