import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import crm.Crm;
import crm.CrmException;
import crm.CrmOperations;
import crm.CrmRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small ERP with the engine inside: tills push orders from several threads, one account manager works, a listener hears what changes,
 * and at the end a report is printed. Everything is real but the orders.
 */
public final class Erp {
    private static final Gson GSON = new GsonBuilder().setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES).create();

    private static <T> T call(Crm.Session session, String operation, Map<String, ?> arguments, Class<T> of) {
        return GSON.fromJson(session.call(operation, GSON.toJson(arguments)), of);
    }

    private static CrmRecords.User create(Crm.Session admin, String login, String name, String role) {
        var user = new CrmRecords.NewUser();
        user.login = login;
        user.displayName = name;
        user.roles = List.of(role);
        return call(admin, CrmOperations.USERS_CREATE, Map.of("new", user), CrmRecords.User.class);
    }

    private static void till(Crm crm, int number) {
        try (var session = crm.session("erp")) {
            for (var i = 0; i < 25; i++) {
                var line = new CrmRecords.NewOrderLine();
                line.productExternalId = "P1";
                line.quantity = Integer.toString(1 + i % 3);
                line.unitPrice = "1250.00";
                var order = new CrmRecords.NewOrder();
                order.externalId = "T" + number + "-" + i;
                order.customerExternalId = "C1";
                order.date = "2026-0" + (1 + i % 6) + "-15";
                order.status = 6L;
                order.lines = List.of(line);
                call(session, CrmOperations.SALES_PUSH_ORDERS, Map.of("orders", List.of(order)), CrmRecords.PushResult.class);
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Files.deleteIfExists(Path.of("erp.crm"));
        try (var crm = Crm.open("{\"path\": \"erp.crm\", \"currency\": \"CNY\", \"time_zone\": \"Asia/Shanghai\"}")) {
            crm.bootstrap("admin", "Administrator", "[\"system_administrator\"]");
            var admin = crm.session("admin");
            create(admin, "han", "Han Meimei", "sales_manager");
            var ann = create(admin, "ann", "Ann", "account_manager");
            create(admin, "erp", "ERP", "integration");

            var changes = new AtomicInteger();
            var listening = crm.listen(json -> {
                var change = GSON.fromJson(json, CrmRecords.ChangeEvent.class);
                changes.incrementAndGet();
                if (!change.operation.equals(CrmOperations.SALES_PUSH_ORDERS)) System.out.println("changed by " + change.operation);
            });

            // The products and customers that the ERP has.
            var erp = crm.session("erp");
            erp.call(CrmOperations.SALES_PUSH_PRODUCTS, "{\"products\": [{\"external_id\": \"P1\", \"name\": \"Press\", \"unit\": \"piece\"}]}");
            erp.call(CrmOperations.CUSTOMERS_IMPORT_MANY,
                "{\"customers\": [{\"name\": \"Jade Machines\", \"external_id\": \"C1\"}], \"allow_incomplete\": true}");

            // An opportunity goes its way while the tills are busy.
            var tills = new ArrayList<Thread>();
            for (var number = 0; number < 4; number++) {
                var till = number;
                tills.add(new Thread(() -> till(crm, till)));
                tills.get(number).start();
            }
            Crm.Session manager = crm.session("han"), seller = crm.session("ann");
            var fresh = new CrmRecords.NewOpportunity();
            fresh.customerName = "Amber Tools";
            fresh.successProbability = 60L;
            fresh.summary = "A press";
            fresh.description = "Two machines for the new hall";
            fresh.contactName = "Wang Fang";
            var made = call(seller, CrmOperations.OPPORTUNITIES_CREATE, Map.of("new", fresh), CrmRecords.Opportunity.class);
            // What a user may not do is refused, and says so in the user's language.
            var assign = Map.of("id", made.id, "assignee", ann.id);
            try {
                call(seller, CrmOperations.OPPORTUNITIES_ASSIGN, assign, CrmRecords.Opportunity.class);
                throw new IllegalStateException("Ann assigned to herself");
            } catch (CrmException refused) {
                if (!refused.code().equals("forbidden")) throw refused;
                System.out.println("refused: " + refused.getMessage());
            }
            call(manager, CrmOperations.OPPORTUNITIES_ASSIGN, assign, CrmRecords.Opportunity.class);
            call(seller, CrmOperations.OPPORTUNITIES_DEVELOP, Map.of("id", made.id), CrmRecords.Opportunity.class);
            for (var till : tills) till.join();

            // Jobs that are due, and a report.
            erp.call(CrmOperations.JOBS_RUN_DUE, null);
            System.out.println("contribution: " + manager.call(CrmOperations.REPORTS_CONTRIBUTION, null));
            System.out.println(changes.get() + " changes heard");
            listening.close();
        }
    }
}
