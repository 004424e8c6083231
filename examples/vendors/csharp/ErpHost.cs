// A small ERP with the engine inside: tills push orders from several threads, one account manager works, a listener hears what
// changes, and at the end a report is printed. Everything is real but the orders.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Crm;

internal static class ErpHost
{
    private const int Tills = 4, OrdersATill = 25;

    private static User Create(Session admin, string login, string name, string role)
    {
        var user = new NewUser { Login = login, DisplayName = name, Roles = new List<string> { role } };
        return admin.Call<User>(Operations.UsersCreate, new UsersCreateArgs { New = user });
    }

    private static void Main()
    {
        File.Delete("erp.crm");
        using (var engine = new Engine("{\"path\": \"erp.crm\", \"currency\": \"CNY\", \"time_zone\": \"Asia/Shanghai\"}"))
        {
            engine.Bootstrap("admin", "Administrator", "system_administrator");
            var admin = engine.Session("admin");
            Create(admin, "han", "Han Meimei", "sales_manager");
            var ann = Create(admin, "ann", "Ann", "account_manager");
            Create(admin, "erp", "ERP", "integration");

            var changes = 0;
            var listening = engine.Listen(change =>
            {
                Interlocked.Increment(ref changes);
                if (change.Operation != Operations.SalesPushOrders) Console.WriteLine("changed by " + change.Operation);
            });

            // The products and customers that the ERP has.
            var erp = engine.Session("erp");
            var press = new NewProduct { ExternalId = "P1", Name = "Press", Unit = "piece" };
            erp.Call(Operations.SalesPushProducts, Json.Write(new SalesPushProductsArgs { Products = new List<NewProduct> { press } }));
            var jade = new NewCustomer { Name = "Jade Machines", ExternalId = "C1" };
            erp.Call<CustomerBatch>(Operations.CustomersImportMany,
                new CustomersImportManyArgs { Customers = new List<NewCustomer> { jade }, AllowIncomplete = true });

            // An opportunity goes its way while the tills are busy.
            var tills = Enumerable.Range(0, Tills).Select(number => new Thread(() =>
            {
                using (var till = engine.Session("erp"))
                    for (var i = 0; i < OrdersATill; i++)
                    {
                        var line = new NewOrderLine { ProductExternalId = "P1", Quantity = (1 + i % 3).ToString(), UnitPrice = "1250.00" };
                        var order = new NewOrder
                        {
                            ExternalId = "T" + number + "-" + i, CustomerExternalId = "C1", Date = "2026-0" + (1 + i % 6) + "-15",
                            Status = 6, Lines = new List<NewOrderLine> { line }
                        };
                        till.Call<PushResult>(Operations.SalesPushOrders, new SalesPushOrdersArgs { Orders = new List<NewOrder> { order } });
                    }
            })).ToList();
            tills.ForEach(till => till.Start());
            Session manager = engine.Session("han"), seller = engine.Session("ann");
            var opportunity = seller.Call<Opportunity>(Operations.OpportunitiesCreate, new OpportunitiesCreateArgs
            {
                New = new NewOpportunity
                {
                    CustomerName = "Amber Tools", SuccessProbability = 60, Summary = "A press",
                    Description = "Two machines for the new hall", ContactName = "Wang Fang"
                }
            });
            // What a user may not do is refused, and says so in the user's language.
            var assign = new OpportunitiesAssignArgs { Id = opportunity.Id, Assignee = ann.Id };
            try
            {
                seller.Call<Opportunity>(Operations.OpportunitiesAssign, assign);
                throw new InvalidOperationException("Ann assigned to herself");
            }
            catch (CrmException refused)
            {
                if (refused.Code != "forbidden") throw;
                Console.WriteLine("refused: " + refused.Message);
            }
            manager.Call<Opportunity>(Operations.OpportunitiesAssign, assign);
            seller.Call<Opportunity>(Operations.OpportunitiesDevelop, new OpportunitiesDevelopArgs { Id = opportunity.Id });
            tills.ForEach(till => till.Join());

            // Jobs that are due, and a report.
            erp.Call(Operations.JobsRunDue);
            Console.WriteLine("contribution: " + manager.Call(Operations.ReportsContribution));
            Console.WriteLine(changes + " changes heard");
            listening.Dispose();
        }
    }
}
