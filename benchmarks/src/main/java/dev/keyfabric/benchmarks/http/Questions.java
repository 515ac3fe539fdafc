package dev.keyfabric.benchmarks.http;

import dev.keyfabric.benchmarks.view.SampleKey;

/** What the benchmarks send to a validator about a sample key, whole requests as they go over the wire. */
public final class Questions {
    private Questions() {}

    /**
     * A question of a proxy's.
     *
     * @param wishes query parameters beside the scope, each begun by an ampersand
     */
    public static String authorize(int key, String wishes) {
        return "GET /v1/authorize?scope=orders:read" + wishes + " HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: "
                + new SampleKey(key).secret().reveal() + "\r\n\r\n";
    }

    /**
     * A question of a service's.
     *
     * @param wishes members beside key and scopes, each begun by a comma
     */
    public static String validate(int key, String wishes) {
        String body =
                "{\"key\":\"" + new SampleKey(key).secret().reveal() + "\",\"scopes\":[\"orders:read\"]" + wishes + "}";
        return "POST /v1/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
