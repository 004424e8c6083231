import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import crm.Crm;
import crm.CrmException;
import crm.CrmOperations;
import crm.CrmRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What could go wrong between the library and this runtime, and ten of the engine's own stories. */
public final class CrmTest {
    private static final Gson GSON = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();

    private static void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }

    private static CrmException refused(Runnable call) {
        try {
            call.run();
        } catch (CrmException refused) {
            return refused;
        }
        throw new AssertionError("not refused");
    }

    private static Crm.Session signedIn(Crm crm) {
        crm.bootstrap("han", "韩梅梅", "[\"sales_manager\", \"integration\"]");
        return crm.session("han");
    }

    private static String opportunity(String name) {
        var fresh = new CrmRecords.NewOpportunity();
        fresh.customerName = name;
        fresh.summary = "试制";
        fresh.description = "…";
        fresh.successProbability = 20L;
        return GSON.toJson(Map.of("new", fresh));
    }

    private static void refusalsAreExceptions() {
        try (var crm = Crm.openInMemory(null)) {
            var session = signedIn(crm);
            var refused = refused(() -> session.call(CrmOperations.OPPORTUNITIES_CREATE, opportunity(" ")));
            check(refused.code().equals("invalid") && refused.number() == 1 && refused.json().contains("\"customer_name\""), refused.json());
            refused = refused(() -> session.in("zh-Hans").call(CrmOperations.OPPORTUNITIES_CREATE, opportunity(" ")));
            check(refused.getMessage().contains("客户"), refused.getMessage());
            check(refused(() -> session.call("opportunities.burn", null)).code().equals("unknown_operation"), "burnt");
            var made = session.call(CrmOperations.OPPORTUNITIES_CREATE, opportunity("华东精密 😀"));
            check(GSON.fromJson(made, CrmRecords.Opportunity.class).customerName.equals("华东精密 😀"), made);
            try {
                crm.session("han\0x");
                check(false, "cut at a NUL");
            } catch (IllegalArgumentException expected) {
                check(true, "");
            }
        }
    }

    private static void whatIsClosedIsRefused() {
        var crm = Crm.openInMemory(null);
        var session = signedIn(crm);
        crm.close();
        crm.close();
        check(refused(() -> session.call(CrmOperations.USERS_ME, null)).code().equals("invalid"), "a call through a closed engine");
        check(refused(session::close).code().equals("invalid"), "closed with the engine");
    }

    // An exception of a listener's, closing from inside, and a listener that nobody but the library holds.
    private static void listenersHarmNobody() throws Exception {
        try (var crm = Crm.openInMemory(null)) {
            var session = signedIn(crm);
            var heard = new AtomicInteger();
            var inside = new AtomicReference<>("");
            crm.listen(change -> heard.incrementAndGet());
            var fails = crm.listen(change -> { throw new StackOverflowError("a listener's own"); });
            crm.listen(change -> inside.set(refused(crm::close).json()));
            for (var i = 0; i < 20; i++) {
                System.gc();
                session.call(CrmOperations.OPPORTUNITIES_CREATE, opportunity("客户" + i));
            }
            check(heard.get() == 20 && inside.get().contains("inside_a_call"), heard + " " + inside);
            fails.close();
            fails.close();
        }
    }

    private static void fourThreads() throws Exception {
        try (var crm = Crm.openInMemory(null)) {
            var session = signedIn(crm);
            var failed = new AtomicReference<Throwable>();
            var threads = new ArrayList<Thread>();
            for (var number = 0; number < 4; number++) {
                threads.add(new Thread(() -> {
                    try {
                        for (var i = 0; i < 50; i++) session.call(CrmOperations.OPPORTUNITIES_CREATE, opportunity("客户" + i));
                    } catch (Throwable e) {
                        failed.set(e);
                    }
                }));
                threads.get(number).start();
            }
            for (var thread : threads) thread.join();
            check(failed.get() == null, "" + failed.get());
            var page = GSON.fromJson(session.call(CrmOperations.OPPORTUNITIES_LIST, "{\"page\": {\"limit\": 1000}}"), CrmRecords.OpportunityPage.class);
            check(page.items.size() == 200 && session.waitChanges(0, 1000) >= 200, "" + page.items.size());
        }
    }

    private static void anInterruptEndsACall() throws Exception {
        try (var crm = Crm.openInMemory(null)) {
            var session = signedIn(crm);
            var customers = new ArrayList<Map<String, String>>();
            for (var i = 0; i < 10000; i++) customers.add(Map.of("name", "客户" + i, "external_id", "E" + i));
            var many = GSON.toJson(Map.of("customers", customers, "allow_incomplete", true));
            var told = new AtomicReference<CrmException>();
            var call = new Thread(() -> told.set(refused(() -> session.call(CrmOperations.CUSTOMERS_IMPORT_MANY, many))));
            call.start();
            while (call.isAlive()) {
                session.interrupt();
                call.join(5);
            }
            check(told.get().code().equals("interrupted"), told.get().json());
            check(session.call(CrmOperations.CUSTOMERS_LIST, null).startsWith("{\"items\":[]"), "something of it was kept");
        }
    }

    private static JsonElement fill(Map<String, JsonElement> kept, JsonElement value) {
        if (value.isJsonPrimitive() && value.getAsString().startsWith("$")) {
            var found = kept.get(value.getAsString().substring(1));
            check(found != null, value + " is not kept");
            return found;
        }
        if (value.isJsonArray()) {
            var filled = new JsonArray();
            for (var item : value.getAsJsonArray()) filled.add(fill(kept, item));
            return filled;
        }
        if (value.isJsonObject()) {
            var filled = new JsonObject();
            for (var member : value.getAsJsonObject().entrySet()) filled.add(member.getKey(), fill(kept, member.getValue()));
            return filled;
        }
        return value;
    }

    private static void compare(JsonElement expected, JsonElement found, String place) {
        if (expected.equals(new JsonPrimitive("*"))) {
            check(found != null && !found.isJsonNull(), place + " is nothing");
        } else if (expected.isJsonObject()) {
            for (var member : expected.getAsJsonObject().entrySet()) {
                var there = found != null && found.isJsonObject() ? found.getAsJsonObject().get(member.getKey()) : null;
                compare(member.getValue(), there, place + "." + member.getKey());
            }
        } else if (expected.isJsonArray()) {
            check(found != null && found.isJsonArray() && found.getAsJsonArray().size() == expected.getAsJsonArray().size(), place + ": another number");
            for (var i = 0; i < expected.getAsJsonArray().size(); i++) {
                compare(expected.getAsJsonArray().get(i), found.getAsJsonArray().get(i), place + "." + i);
            }
        } else {
            check(expected.equals(found == null ? JsonNull.INSTANCE : found), place + ": " + expected + ", found " + found);
        }
    }

    private static void tell(Path folder, String name) throws Exception {
        var cast = JsonParser.parseString(Files.readString(folder.resolve("cast.json"))).getAsJsonObject();
        var story = JsonParser.parseString(Files.readString(folder.resolve(name + ".json"))).getAsJsonObject();
        var options = new JsonObject();
        for (var option : List.of("time_zone", "currency", "now")) options.add(option, cast.get(option));
        try (var crm = Crm.openInMemory(options.toString())) {
            var kept = new HashMap<String, JsonElement>();
            var sessions = new HashMap<String, Crm.Session>();
            var first = cast.getAsJsonObject("first");
            var lead = first.get("name").getAsString();
            var login = first.get("login").getAsString();
            kept.put(lead, new JsonPrimitive(crm.bootstrap(login, first.get("display_name").getAsString(), first.get("roles").toString())));
            sessions.put(lead, crm.session(login));
            for (var each : cast.getAsJsonArray("users")) {
                var user = each.getAsJsonObject().deepCopy();
                var called = user.remove("name").getAsString();
                var arguments = new JsonObject();
                arguments.add("new", user);
                var made = JsonParser.parseString(sessions.get(lead).call(CrmOperations.USERS_CREATE, arguments.toString()));
                kept.put(called, made.getAsJsonObject().get("id"));
                sessions.put(called, crm.session(user.get("login").getAsString()));
            }
            var number = 0;
            for (var each : story.getAsJsonArray("steps")) {
                var step = each.getAsJsonObject();
                check(!step.has("clock"), "a story that sets the clock is not for this package");
                var place = name + " " + number++;
                var with = step.has("with") ? fill(kept, step.get("with")).toString() : null;
                String gave;
                var failed = false;
                try {
                    gave = sessions.get(step.get("as").getAsString()).call(step.get("call").getAsString(), with);
                } catch (CrmException refused) {
                    gave = refused.json();
                    failed = true;
                }
                check(failed == step.has("error"), place + ": " + gave);
                var outcome = JsonParser.parseString(gave);
                var expected = failed ? step.get("error") : step.get("expect");
                if (expected != null) compare(fill(kept, expected), outcome, place);
                if (!step.has("save")) continue;
                for (var save : step.getAsJsonObject("save").entrySet()) {
                    var value = outcome;
                    for (var part : save.getValue().getAsString().split("\\.")) {
                        if (part.isEmpty()) continue;
                        value = value.isJsonArray() ? value.getAsJsonArray().get(Integer.parseInt(part)) : value.getAsJsonObject().get(part);
                    }
                    kept.put(save.getKey(), value);
                }
            }
        }
    }

    public static void main(String[] stories) throws Exception {
        refusalsAreExceptions();
        whatIsClosedIsRefused();
        listenersHarmNobody();
        fourThreads();
        anInterruptEndsACall();
        check(stories.length >= 11, "which folder, and which stories");
        for (var name : Arrays.asList(stories).subList(1, stories.length)) tell(Path.of(stories[0]), name);
        System.out.println("5 traps, " + (stories.length - 1) + " stories");
    }
}
