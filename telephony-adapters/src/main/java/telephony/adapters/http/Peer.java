package telephony.adapters.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/** Who is at the other end, as far as it can be trusted. */
final class Peer {

    /** Any of these means that a proxy stands between, so that the peer's address says nothing about the client. */
    private static final List<String> PROXY_HEADERS =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private static final Pattern LOCAL_HOST =
            Pattern.compile("(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    private static final int IPV6_BYTES = 16;

    private Peer() {}

    /**
     * Whether the client runs on this machine and means this machine. The {@code Host} must be {@code localhost} or an
     * address: a web page whose name was made to point here would send its own name.
     */
    static boolean isLoopback(SocketAddress address, HttpFields headers) {
        if (!(address instanceof InetSocketAddress socket) || !isLoopback(socket.getAddress())) {
            return false;
        }
        if (PROXY_HEADERS.stream().anyMatch(headers::contains)) {
            return false;
        }
        String host = headers.get("Host");
        return host == null || LOCAL_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * The network that it belongs to, as far as one customer of a provider has it: an address of IPv4, the first half of one
     * of IPv6. What proxies say of others is not believed.
     */
    static String network(SocketAddress address) {
        if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return "";
        }
        byte[] bytes = socket.getAddress().getAddress();
        int shared = bytes.length == IPV6_BYTES ? IPV6_BYTES / 2 : bytes.length;
        return HexFormat.of().formatHex(bytes, 0, shared);
    }

    private static boolean isLoopback(InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }
}
