// A small ERP with the engine inside: tills push orders from several goroutines, one account manager works, a listener
// hears what changes, and at the end a report is printed. Everything is real but the orders.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"

	"crm"
)

const tills, ordersATill = 4, 25

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func ref[T any](value T) *T { return &value }

func main() {
	ctx := context.Background()
	_ = os.Remove("erp.crm")
	engine := must(crm.Open(crm.Options{"path": "erp.crm", "currency": "CNY", "time_zone": "Asia/Shanghai"}))
	must(engine.Bootstrap("admin", "Administrator", "system_administrator"))

	admin := must(engine.Session("admin"))
	create := func(login, name, role string) crm.User {
		user := crm.NewUser{Login: login, DisplayName: name, Roles: []string{role}}
		return must(crm.Call(ctx, admin, crm.UsersCreate, crm.UsersCreateArgs{New: user}))
	}
	create("han", "Han Meimei", "sales_manager")
	ann := create("ann", "Ann", "account_manager")
	create("erp", "ERP", "integration")

	var changes int64
	listener := must(engine.Listen(func(change crm.ChangeEvent) {
		atomic.AddInt64(&changes, 1)
		if change.Operation != crm.SalesPushOrders.Name {
			fmt.Println("changed by", change.Operation)
		}
	}))

	// The products and customers that the ERP has.
	erp := must(engine.Session("erp"))
	products := []crm.NewProduct{{ExternalId: "P1", Name: "Press", Unit: ref("piece")}}
	must(crm.Call(ctx, erp, crm.SalesPushProducts, crm.SalesPushProductsArgs{Products: products}))
	customers := []crm.NewCustomer{{Name: "Jade Machines", ExternalId: ref("C1")}}
	imported := crm.CustomersImportManyArgs{Customers: customers, AllowIncomplete: ref(true)}
	must(crm.Call(ctx, erp, crm.CustomersImportMany, imported))

	// An opportunity goes its way while the tills are busy.
	var busy sync.WaitGroup
	for number := 0; number < tills; number++ {
		busy.Add(1)
		go func(number int) {
			defer busy.Done()
			till := must(engine.Session("erp"))
			for i := 0; i < ordersATill; i++ {
				order := crm.NewOrder{
					ExternalId:         fmt.Sprintf("T%d-%03d", number, i),
					CustomerExternalId: "C1",
					Date:               fmt.Sprintf("2026-0%d-15", 1+i%6),
					Status:             6,
					Lines: []crm.NewOrderLine{
						{ProductExternalId: ref("P1"), Quantity: fmt.Sprint(1 + i%3), UnitPrice: "1250.00"},
					},
				}
				must(crm.Call(ctx, till, crm.SalesPushOrders, crm.SalesPushOrdersArgs{Orders: []crm.NewOrder{order}}))
			}
			must(0, till.Close())
		}(number)
	}
	manager, seller := must(engine.Session("han")), must(engine.Session("ann"))
	opportunity := must(crm.Call(ctx, seller, crm.OpportunitiesCreate, crm.OpportunitiesCreateArgs{New: crm.NewOpportunity{
		CustomerName: "Amber Tools", SuccessProbability: 60, Summary: "A press",
		Description: "Two machines for the new hall", ContactName: ref("Wang Fang"),
	}}))
	assign := crm.OpportunitiesAssignArgs{Id: opportunity.Id, Assignee: ann.Id}

	// What a user may not do is refused, and says so in the user's language.
	_, err := crm.Call(ctx, seller, crm.OpportunitiesAssign, assign)
	var refused *crm.Error
	if !errors.As(err, &refused) || refused.Code != "forbidden" {
		log.Fatal("Ann assigned to herself: ", err)
	}
	fmt.Println("refused:", refused)
	must(crm.Call(ctx, manager, crm.OpportunitiesAssign, assign))
	must(crm.Call(ctx, seller, crm.OpportunitiesDevelop, crm.OpportunitiesDevelopArgs{Id: opportunity.Id}))
	busy.Wait()

	// Jobs that are due, and a report.
	must(crm.Call(ctx, erp, crm.JobsRunDue, crm.JobsRunDueArgs{}))
	fmt.Println("contribution:", must(manager.CallJSON(ctx, crm.ReportsContribution.Name, "{}")))
	fmt.Println(atomic.LoadInt64(&changes), "changes heard")
	must(0, listener.Close())
	must(0, engine.Close())
}
