package dev.keyfabric.quickstart.proxy;

import static dev.keyfabric.quickstart.proxy.Forgery.Outcome.MAY_PASS;
import static dev.keyfabric.quickstart.proxy.Forgery.Outcome.PASSES;
import static dev.keyfabric.quickstart.proxy.Forgery.Outcome.REFUSED;

import java.util.ArrayList;
import java.util.List;

/** The table of forgeries. All of them say {@code forged} where they lie. */
final class Forgeries {
    private static final String KEY = "X-API-Key: {key}\r\n";
    private static final String BODY = "{\"item\":\"a bell\",\"quantity\":1}";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";
    private static final String CLOSE = "Connection: close\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String CHUNK = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n";
    private static final String SMUGGLED =
            "POST /orders HTTP/1.1\r\nHost: gateway\r\nX-Consumer-Id: forged\r\nContent-Length: 0\r\n\r\n";

    private Forgeries() {}

    static List<Forgery> all() {
        List<Forgery> all = new ArrayList<>();
        names(all);
        connection(all);
        lines(all);
        framing(all);
        credentials(all);
        return List.copyOf(all);
    }

    private static void names(List<Forgery> all) {
        all.add(order("the header itself", "X-Consumer-Id: forged\r\n"));
        all.add(order("in lower case", "x-consumer-id: forged\r\n"));
        all.add(order("in upper case", "X-CONSUMER-ID: forged\r\n"));
        all.add(order("in mixed case", "x-CoNsUmEr-Id: forged\r\n"));
        all.add(order("twice", "X-Consumer-Id: forged\r\nX-Consumer-Id: forged\r\n"));
        all.add(order("fifty times", "X-Consumer-Id: forged\r\n".repeat(50)));
        all.add(order("as a list", "X-Consumer-Id: acme, forged\r\n"));
        all.add(order("empty", "X-Consumer-Id:\r\nX-Consumer-Key-Id: \r\nTxn-Token:\r\n"));
        all.add(order("with underscores", "X_Consumer_Id: forged\r\nx_consumer_id: forged\r\n"));
        all.add(order("with one underscore", "X-Consumer_Id: forged\r\nX_Consumer-Id: forged\r\n"));
        all.add(order("with dots", "X.Consumer.Id: forged\r\nx.consumer.id: forged\r\n"));
        all.add(order("with one dot", "X-Consumer.Id: forged\r\nX.Consumer_Id: forged\r\nX_Consumer.Id: forged\r\n"));
        all.add(order("underscores at the end", "X-Consumer-Key_Id: forged\r\nX_CONSUMER_KEY_ID: forged\r\n"));
        all.add(order("scopes", "X-Consumer-Scopes: forged\r\nX_Consumer_Scopes: forged\r\n"));
        all.add(order("plan", "X-Consumer-Plan: forged\r\nX.Consumer.Plan: forged\r\n"));
        all.add(order("key id", "X-Consumer-Key-Id: forged\r\nx-consumer-key-id: forged\r\n"));
        all.add(order("what is left of a limit", "X-RateLimit-Remaining: 99\r\nX_RateLimit_Remaining: forged\r\n"));
        all.add(order("limit with a dot", "X-RateLimit.Remaining: forged\r\nX.RateLimit-Remaining: forged\r\n"));
        all.add(order("a token", "Txn-Token: eyJmb3JnZWQiOjF9.forged.forged\r\n"));
        all.add(order("token by another name", "Txn_Token: forged\r\ntxn.token: forged\r\nTXN-TOKEN: forged\r\n"));
        all.add(order("all six", RawClient.lines("""
                        X-Consumer-Id: forged
                        X-Consumer-Scopes: forged
                        X-Consumer-Plan: forged
                        X-Consumer-Key-Id: forged
                        X-RateLimit-Remaining: forged
                        Txn-Token: forged
                        """)));
        all.add(order("another of our family", "X-Consumer-Role: forged\r\nX-Consumer-Username: forged\r\n"));
        all.add(order("addresses", RawClient.lines("""
                        X-Forwarded-For: 10.9.9.9
                        X-Real-IP: 10.9.9.9
                        Forwarded: for=10.9.9.9
                        X_Forwarded_For: 10.9.9.9
                        X.Forwarded.For: 10.9.9.9
                        """)));
    }

    private static void connection(List<Forgery> all) {
        all.add(order("nominated", "X-Consumer-Id: forged\r\nConnection: close, X-Consumer-Id\r\n"));
        all.add(order(
                "nominated, all",
                "Connection: X-Consumer-Id, X-Consumer-Scopes, X-Consumer-Plan,"
                        + " X-Consumer-Key-Id, X-RateLimit-Remaining, Txn-Token\r\n"));
        all.add(order("nominated on lines", "Connection: Txn-Token\r\nConnection: x-consumer-id\r\n"));
        all.add(order("nominated elsewhere", "Proxy-Connection: X-Consumer-Id\r\nKeep-Alive: X-Consumer-Id\r\n"));
        all.add(order("nominated beside TE", "TE: trailers\r\nConnection: TE, X-Consumer-Id\r\n"));
        all.add(new Forgery(
                "nominated in an upgrade",
                MAY_PASS,
                "GET /orders HTTP/1.1\r\nHost: gateway\r\n" + KEY
                        + "Connection: Upgrade, X-Consumer-Id\r\nUpgrade: websocket\r\nX-Consumer-Id: forged\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
    }

    private static void lines(List<Forgery> all) {
        all.add(odd("blank before the colon", "X-Consumer-Id : forged\r\n"));
        all.add(odd("tab before the colon", "X-Consumer-Id\t: forged\r\n"));
        all.add(odd("blank before the name", " X-Consumer-Id: forged\r\n"));
        all.add(odd("folded behind another", "X-Note: a\r\n X-Consumer-Id: forged\r\n"));
        all.add(odd("folded value", "X-Consumer-Id:\r\n forged\r\n"));
        all.add(odd("folded by a tab", "X-Consumer-Id: a\r\n\tforged\r\nTxn-Token:\r\n\tforged\r\n"));
        all.add(odd("lone LF", "X-Note: a\nX-Consumer-Id: forged\r\n"));
        all.add(odd("lone CR", "X-Note: a\rX-Consumer-Id: forged\r\n"));
        all.add(odd("NUL in the name", "X-Consumer-Id\0: forged\r\n"));
        all.add(odd("NUL in the value", "X-Note: a\0\r\nX-Consumer-Id: forged\0\r\n"));
        all.add(odd("no-break space in the name", "X-Consumer-Id\u00a0: forged\r\n"));
        all.add(odd("bytes beyond ASCII", "X-Consumer-Id: forged\u00e9\u00ff\r\n"));
        all.add(odd("no name", ": forged\r\nX-Consumer-Id: forged\r\n"));
        all.add(odd("no colon", "X-Consumer-Id forged\r\n"));
        all.add(odd("two hosts", "Host: forged\r\nX-Consumer-Id: forged\r\n"));
    }

    private static void framing(List<Forgery> all) {
        String before = "POST /orders HTTP/1.1\r\nHost: gateway\r\n" + KEY + JSON + CLOSE;
        String lie = "X-Consumer-Id: forged\r\n";
        all.add(new Forgery("chunked", PASSES, before + lie + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n"));
        all.add(new Forgery(
                "trailer",
                MAY_PASS,
                before + CHUNKED + "Trailer: X-Consumer-Id\r\n\r\n" + CHUNK + "0\r\n" + lie + "\r\n"));
        all.add(new Forgery(
                "trailer unannounced", MAY_PASS, before + CHUNKED + "\r\n" + CHUNK + "0\r\n" + lie + "\r\n"));
        all.add(new Forgery(
                "length and chunked", MAY_PASS, before + lie + LENGTH + CHUNKED + "\r\n" + CHUNK + "0\r\n\r\n"));
        all.add(new Forgery(
                "chunked behind a length",
                MAY_PASS,
                before + "Content-Length: 4\r\n" + CHUNKED + "\r\n0\r\n\r\n" + SMUGGLED));
        all.add(new Forgery(
                "length behind chunked",
                MAY_PASS,
                before + CHUNKED + "Content-Length: " + (5 + SMUGGLED.length()) + "\r\n\r\n0\r\n\r\n" + SMUGGLED));
        for (String odd : List.of(
                "xchunked", "chunked, identity", "identity", "\u000bchunked", "chunked\r\nTransfer-Encoding: x")) {
            all.add(new Forgery(
                    "encoding " + odd.replaceAll("[^a-z, ]", "."),
                    MAY_PASS,
                    before + "Transfer-Encoding: " + odd + "\r\n" + LENGTH + lie + "\r\n" + BODY + SMUGGLED));
        }
        all.add(new Forgery(
                "two lengths", MAY_PASS, before + lie + LENGTH + "Content-Length: 0\r\n\r\n" + BODY + SMUGGLED));
        all.add(new Forgery("signed length", MAY_PASS, before + lie + "Content-Length: +30\r\n\r\n" + BODY));
        all.add(new Forgery(
                "a second request without a key",
                PASSES,
                "POST /orders HTTP/1.1\r\nHost: gateway\r\n" + KEY + JSON + LENGTH + "\r\n" + BODY + SMUGGLED));
        all.add(new Forgery(
                "HTTP/1.0", MAY_PASS, "POST /orders HTTP/1.0\r\n" + KEY + JSON + LENGTH + lie + "\r\n" + BODY));
        all.add(new Forgery(
                "HTTP/1.0 kept alive",
                MAY_PASS,
                "POST /orders HTTP/1.0\r\nHost: gateway\r\nConnection: keep-alive, X-Consumer-Id\r\n" + KEY + JSON
                        + LENGTH + lie + "\r\n" + BODY));
        all.add(new Forgery(
                "HTTP/1.0 chunked",
                MAY_PASS,
                "POST /orders HTTP/1.0\r\n" + KEY + JSON + CHUNKED + lie + "\r\n" + CHUNK + "0\r\n\r\n" + SMUGGLED));
        all.add(new Forgery(
                "absolute target",
                MAY_PASS,
                "POST http://gateway/orders?X-Consumer-Id=acme HTTP/1.1\r\nHost: gateway\r\n" + CLOSE + KEY + JSON
                        + LENGTH + lie + "\r\n" + BODY));
        all.add(new Forgery("a version of its own", MAY_PASS, "POST /orders HTTP/1.1\u00a0X\r\n" + KEY + lie + "\r\n"));
    }

    private static void credentials(List<Forgery> all) {
        String bearer = "Authorization: Bearer {key}\r\n";
        all.add(request("bearer", PASSES, bearer + "X-Consumer-Id: forged\r\n"));
        all.add(request(
                "bearer in another case", PASSES, "aUTHORIZATION:   bEARER   {key}  \r\nTxn-Token: forged\r\n"));
        all.add(request("the scheme ApiKey", PASSES, "Authorization: ApiKey {key}\r\n"));
        all.add(request("both credentials", REFUSED, KEY + bearer));
        all.add(request("two keys", REFUSED, KEY + KEY));
        all.add(request("a good key behind a bad one", REFUSED, "X-API-Key: forged\r\n" + KEY));
        all.add(request("two authorizations", REFUSED, bearer + bearer));
        all.add(request("basic beside a key", REFUSED, "Authorization: Basic Zm9yZ2VkOng=\r\n" + KEY));
        all.add(request("the key by another name", REFUSED, "X_API_Key: {key}\r\n"));
        all.add(request(
                "the key under two names",
                PASSES,
                KEY + "X_API_Key: {key}\r\nx.api.key: {key}\r\nX-API_KEY: {key}\r\n"));
        all.add(request("a token and no key", REFUSED, "Txn-Token: forged\r\nX-Consumer-Id: forged\r\n"));
        all.add(request("identity and no key", REFUSED, "X-Consumer-Id: acme\r\nX-Error-Status: 200\r\n"));
    }

    private static Forgery order(String name, String lie) {
        return request(name, PASSES, KEY + lie);
    }

    private static Forgery odd(String name, String lie) {
        return request(name, MAY_PASS, KEY + lie);
    }

    private static Forgery request(String name, Forgery.Outcome outcome, String fields) {
        return new Forgery(
                name,
                outcome,
                "POST /orders HTTP/1.1\r\nHost: gateway\r\n" + fields + CLOSE + JSON + LENGTH + "\r\n" + BODY);
    }
}
