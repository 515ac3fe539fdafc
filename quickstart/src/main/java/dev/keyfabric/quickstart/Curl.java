package dev.keyfabric.quickstart;

/** Three lines for a shell, to be pasted as they are. */
final class Curl {
    private static final String JSON = " -H 'Content-Type: application/json' ";

    private Curl() {}

    static String login(String registry, String password) {
        return "TOKEN=$(curl -s " + registry + "/login" + JSON + "-d '{\"username\":\"admin\",\"password\":\""
                + password + "\"}'" + field("access_token") + ")";
    }

    static String issue(String registry) {
        String post = "curl -s -H \"Authorization: Bearer $TOKEN\"" + JSON;
        return post + registry + "/v1/consumers -d '{\"id\":\"acme\",\"name\":\"Acme Ltd\"}'; echo; KEY=$(" + post
                + registry
                + "/v1/keys -d '{\"consumerId\":\"acme\",\"name\":\"checkout\",\"environment\":\"live\","
                + "\"scopes\":[\"orders:*\"],\"audiences\":[\"orders\"]}'" + field("key") + ")";
    }

    static String authorize(String validator) {
        return "curl -i -H \"X-API-Key: $KEY\" '" + validator + "/v1/authorize?audience=orders&scope=orders:write'";
    }

    private static String field(String name) {
        return " | sed -E 's/.*\"" + name + "\":\"([^\"]+)\".*/\\1/'";
    }
}
