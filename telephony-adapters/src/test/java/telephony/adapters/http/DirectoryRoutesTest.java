package telephony.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import telephony.access.Scope;

/** Tenants, agents, numbers and campaigns over HTTP; S26 to S29. */
class DirectoryRoutesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AGENTS = "/telephony/agents";
    private static final String SALES = "{\"id\":\"sales\",\"name\":\"Sales\",\"config\":{\"name\":\"phone\"}}";
    private static final String NUMBER = "{\"number\":\"+919876543210\",\"agentIds\":[\"sales\"]}";

    private static final String CAMPAIGN =
            """
            {"id":"spring","name":"Spring","agentId":"sales","numbers":["+919876543210"],
             "hours":{"zone":"Asia/Kolkata","days":{"monday":["09:00-12:00","13:00-24:00"],"sunday":["00:00-00:00:30"]},
                      "holidays":["in"],"outside":{"then":"agent","agent":"sales"}},
             "activeFrom":"2026-11-21T10:00:00.000Z","metadata":{"offer":{"percent":7}}}
            """;

    private final RunningServer server = RunningServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private static JsonNode json(HttpResponse<String> response, int status) throws JsonProcessingException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return server.send(server.request(path, headers)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> delete(String path, String... headers) {
        return server.send(server.request(path, headers).DELETE());
    }

    private void filled() throws JsonProcessingException {
        json(server.post(AGENTS, SALES), 201);
        json(server.post("/telephony/numbers", NUMBER), 201);
        json(server.post("/telephony/campaigns", CAMPAIGN), 201);
    }

    @Test
    void anEntryShouldBeMadeShownAndRemoved() throws Exception {
        HttpResponse<String> made = server.post(AGENTS, SALES);

        JsonNode agent = json(made, 201);
        assertThat(made.headers().firstValue("Location")).hasValue("/telephony/agents/sales");
        assertThat(made.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(agent.path("status").asText()).as("absent means inactive").isEqualTo("inactive");
        assertThat(agent.path("priority").asInt()).isEqualTo(10);
        assertThat(json(server.get("/telephony/agents/sales"), 200)).isEqualTo(agent);
        assertThat(json(server.get(AGENTS), 200).path("items").get(0)).isEqualTo(agent);
        assertThat(delete("/telephony/agents/sales").statusCode()).isEqualTo(204);
        assertThat(json(server.get("/telephony/agents/sales"), 404).path("code").asText())
                .isEqualTo("entry-not-found");
    }

    @Test
    void theToggleShouldBeInTheSnapshotBeforeItsAnswer() throws Exception {
        filled();

        JsonNode toggled = json(send("PATCH", "/telephony/agents/sales", "{\"status\":\"active\"}"), 200);

        assertThat(toggled.path("status").asText()).isEqualTo("active");
        assertThat(toggled.path("name").asText()).isEqualTo("Sales");
        assertThat(toggled.path("version").asLong()).isEqualTo(4);
    }

    @Test
    void aPatchShouldMergeDeeplyAndNullTakeAway() throws Exception {
        filled();

        JsonNode patched = json(
                send(
                        "PATCH",
                        "/telephony/campaigns/spring",
                        "{\"hours\":{\"days\":{\"sunday\":null}},\"activeFrom\":null,\"metadata\":{\"more\":true}}"),
                200);

        assertThat(patched.at("/hours/days").toString()).isEqualTo("{\"monday\":[\"09:00-12:00\",\"13:00-24:00\"]}");
        assertThat(patched.has("activeFrom")).isFalse();
        assertThat(patched.path("metadata").toString()).isEqualTo("{\"more\":true,\"offer\":{\"percent\":7}}");
    }

    @Test
    void whatGetShowsShouldBeTakenByPutAndChangeNothing() throws Exception {
        filled();
        json(server.post("/telephony/tenants", "{\"id\":\"acme\",\"name\":\"Acme\"}"), 201);

        for (String path : new String[] {"agents/sales", "numbers/919876543210", "campaigns/spring", "tenants/acme"}) {
            JsonNode shown = json(server.get("/telephony/" + path), 200);
            assertThat(json(send("PUT", "/telephony/" + path, shown.toString()), 200))
                    .isEqualTo(shown);
        }
    }

    @Test
    void aNumberMayBeGivenInTwoParts() throws Exception {
        JsonNode made = json(
                server.post(
                        "/telephony/numbers",
                        "{\"countryCode\":\"+91\",\"nationalNumber\":\"9876543210\",\"legacy\":{\"_id\":\"k17\"}}"),
                201);

        assertThat(made.path("number").asText()).isEqualTo("+919876543210");
        assertThat(server.get("/telephony/numbers/919876543210").statusCode()).isEqualTo(200);
        assertThat(made.at("/legacy/_id").asText()).isEqualTo("k17");
    }

    @Test
    void aChangeShouldNeedTheVersionThatItNames() throws Exception {
        filled();
        String[] stale = {"If-Match", "\"9\""};

        assertThat(json(send("PATCH", "/telephony/agents/sales", "{\"status\":\"active\"}", stale), 412)
                        .path("code")
                        .asText())
                .isEqualTo("entry-changed");
        assertThat(send("PUT", "/telephony/agents/sales", SALES, "If-Match", "W/\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(delete("/telephony/campaigns/spring", stale).statusCode()).isEqualTo(412);
        assertThat(delete("/telephony/campaigns/spring", "If-Match", "\"3\"").statusCode())
                .isEqualTo(204);
    }

    @Test
    void whatOthersNameShouldStayAndTheRefusalSayWho() throws Exception {
        filled();

        JsonNode refused = json(delete("/telephony/agents/sales"), 409);

        assertThat(refused.path("code").asText()).isEqualTo("entry-in-use");
        assertThat(refused.path("detail").asText()).contains("number +919876543210", "campaign spring");
        assertThat(json(server.post(AGENTS, SALES), 409).path("code").asText()).isEqualTo("entry-exists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agents    | {'id':'a','name':'A','config':{'name':'p'},'cost':1}        | /cost              | unknown-property",
                "agents    | {'id':'a','name':'A','config':{'name':'p','x':1}}           | /config/x          | unknown-property",
                "agents    | {'id':'a','name':'A'}                                       | /config            | missing",
                "agents    | {'id':'a','name':'A','config':{'name':'p'},'status':'on'}   | /status            | unknown-value",
                "agents    | {'id':'a/b','name':'A','config':{'name':'p'}}               | /id                | invalid",
                "agents    | {'id':'a','name':'A','config':{'name':'p'},'priority':-1}   | /priority          | out-of-range",
                "agents    | {'id':'a','name':'A','config':{'name':'p'},'maxConcurrentCalls':0} | /maxConcurrentCalls | out-of-range",
                "tenants   | {'id':'a','name':'A','maxConcurrentCalls':'3'}              | /maxConcurrentCalls | out-of-range",
                "agents    | {'id':'a','name':'A','config':{'name':'p'},'tenantId':'no'} | /tenantId          | invalid",
                "numbers   | {'number':'0151'}                                           | /number            | format",
                "numbers   | {'number':'+4915112345678','countryCode':'+1'}              | /countryCode       | other-value",
                "numbers   | {'number':'+4915112345678','agentIds':['gone']}             | /agentIds/0        | invalid",
                "campaigns | {'id':'c','name':'C','agentId':'gone'}                      | /agentId           | invalid",
                "campaigns | {'id':'c','name':'C','agentId':'g','metadata':{'telephony':1}} | /metadata       | reserved-name",
                "campaigns | {'id':'c','name':'C','agentId':'g','hours':{'zone':'Mars','days':{}}} | /hours/zone | unknown-value",
                "campaigns | {'id':'c','name':'C','agentId':'g','hours':{'zone':'UTC','days':{'monday':['9-17']}}} | /hours/days/monday/0 | format",
                "campaigns | {'id':'c','name':'C','agentId':'g','hours':{'zone':'UTC','days':{'mon':['09:00-10:00']}}} | /hours/days/mon | unknown-property",
                "tenants   | {'id':'t','name':''}                                        | /name              | empty"
            })
    void s28WhatIsWrongShouldBeToldWithItsPlace(String list, String body, String pointer, String code)
            throws Exception {
        JsonNode problem = json(server.post("/telephony/" + list, body.replace('\'', '"')), 422);

        assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/code").asText()).isEqualTo(code);
    }

    @Test
    void manyShouldBePutAtOnceAndTheSameAgainChangeNothing() throws Exception {
        String all = "{\"tenants\":[{\"id\":\"acme\",\"name\":\"Acme\",\"defaultAgentId\":\"sales\"}],\"agents\":["
                + "{\"id\":\"sales\",\"tenantId\":\"acme\",\"name\":\"S\",\"config\":{\"name\":\"phone\"}}]}";

        assertThat(json(server.post("/telephony/directory", all), 200).toString())
                .isEqualTo("{\"added\":2,\"changed\":0,\"unchanged\":0}");
        assertThat(json(server.post("/telephony/directory", all), 200).toString())
                .isEqualTo("{\"added\":0,\"changed\":0,\"unchanged\":2}");
        JsonNode refused = json(
                server.post(
                        "/telephony/directory",
                        "{\"agents\":[" + SALES + "],\"numbers\":[{\"number\":\"+4915112345678\"},"
                                + "{\"number\":\"+4915112345679\",\"agentIds\":[\"gone\"]}]}"),
                422);
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/numbers/1/agentIds/0");
        assertThat(server.get("/telephony/numbers/4915112345678").statusCode()).isEqualTo(404);
    }

    @Test
    void numbersOnWhichSeveralAgentsAreFirstShouldBeNamed() throws Exception {
        for (String id : new String[] {"a", "b"}) {
            json(
                    server.post(
                            AGENTS,
                            "{\"id\":\"" + id + "\",\"name\":\"A\",\"status\":\"active\",\"config\":{\"name\":\"p\"}}"),
                    201);
        }
        json(server.post("/telephony/numbers", "{\"number\":\"+4915112345678\",\"agentIds\":[\"b\",\"a\"]}"), 201);

        assertThat(json(server.get("/telephony/numbers/conflicts"), 200).toString())
                .isEqualTo("{\"items\":[{\"number\":\"+4915112345678\",\"priority\":10,\"agentIds\":[\"b\",\"a\"]}],"
                        + "\"nextCursor\":null}");
    }

    @Test
    void s26OfAnotherTenantNothingShouldBeReached() throws Exception {
        String[] admin = server.key(null, Scope.ADMIN);
        String[] acme = server.key("acme", Scope.DIRECTORY_WRITE);
        for (String tenant : new String[] {"acme", "globex"}) {
            json(server.post("/telephony/tenants", "{\"id\":\"" + tenant + "\",\"name\":\"T\"}", admin), 201);
            ObjectNode agent = (ObjectNode) JSON.readTree(SALES);
            agent.put("id", "of-" + tenant).put("tenantId", tenant).put("status", "active");
            json(server.post(AGENTS, agent.toString(), admin), 201);
        }
        String theirs = "/telephony/agents/of-globex";
        String cursor = json(server.get(AGENTS + "?limit=1", admin), 200)
                .path("nextCursor")
                .asText();

        assertThat(server.get(theirs, acme).statusCode()).isEqualTo(404);
        assertThat(server.get("/telephony/tenants/globex", acme).statusCode()).isEqualTo(404);
        assertThat(send("PATCH", theirs, "{\"status\":\"inactive\"}", acme).statusCode())
                .isEqualTo(404);
        assertThat(send("PUT", theirs, SALES.replace("sales", "of-globex"), acme)
                        .statusCode())
                .isEqualTo(404);
        assertThat(delete(theirs, acme).statusCode()).isEqualTo(404);
        assertThat(json(server.get(AGENTS + "?tenantId=globex", acme), 200).path("items"))
                .isEmpty();
        assertThat(json(server.get(AGENTS, acme), 200).path("items")).hasSize(1);
        assertThat(json(server.get(AGENTS + "?cursor=" + cursor, acme), 200).toString())
                .doesNotContain("globex");
        assertThat(json(server.post("/telephony/numbers", NUMBER.replace("sales", "of-globex"), acme), 422)
                        .toString())
                .as("as if it were not there")
                .contains("there is no agent of-globex");
        assertThat(json(server.post(AGENTS, SALES.replace("{\"id\"", "{\"tenantId\":\"globex\",\"id\""), acme), 422)
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/tenantId");
        assertThat(json(server.post(AGENTS, SALES, acme), 201).path("tenantId").asText())
                .as("whose the key is")
                .isEqualTo("acme");
        assertThat(server.post("/telephony/tenants", "{\"id\":\"x\",\"name\":\"X\"}", acme)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void s29ListsShouldBeBounded() {
        assertThat(server.get(AGENTS + "?limit=1000000").statusCode()).isEqualTo(400);
        assertThat(server.get(AGENTS + "?cursor=%00").statusCode()).isEqualTo(400);
        assertThat(server.get(AGENTS + "?status=active").statusCode()).isEqualTo(400);
    }

    @Test
    void aStoreThatIsDownShouldBeAnswered503() {
        server.directory.setDown(true);

        assertThat(server.get(AGENTS).statusCode()).isEqualTo(503);
        assertThat(server.post(AGENTS, SALES).statusCode()).isEqualTo(503);
    }
}
