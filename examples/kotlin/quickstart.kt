// A company in memory: its administrator makes a sales manager, who records an opportunity, and the program hears of it.
import crm.Crm
import crm.io
import crm.model.ChangeEvent
import crm.model.ChangeListener
import crm.model.CrmException
import crm.model.NewOpportunity
import crm.model.NewUser
import crm.model.OpportunityUpdate
import kotlinx.coroutines.runBlocking

fun main(): Unit = runBlocking {
    Crm.openInMemory().use { crm ->
        // The first user is an administrator, and makes the others.
        val admin = crm.session(crm.bootstrap("admin", "管理员", listOf("system_administrator")))
        val han = admin.users().create(
            NewUser(login = "han.meimei", displayName = "韩梅梅", roles = listOf("sales_manager")),
        )
        crm.onChange(
            object : ChangeListener {
                override fun changed(event: ChangeEvent) =
                    println("changed by ${event.operation}: ${event.records.size} record(s)")
            },
        )
        val session = crm.session(han.id)
        val jade = session.opportunities().create(
            NewOpportunity(
                customerName = "Jade Machines",
                successProbability = 60,
                summary = "A press",
                description = "Two machines for the new hall",
            ),
        )
        println("recorded ${jade.customerName}, ${jade.successProbability} %, ${jade.status}")
        try {
            session.opportunities().update(jade.id, OpportunityUpdate(successProbability = 101))
        } catch (refused: CrmException.Invalid) {
            refused.fields.forEach { println("refused: ${it.field} ${it.detail}") }
        }
        // From a coroutine, a blocking call belongs on the dispatcher for such calls.
        val page = session.io { opportunities().list() }
        page.items.forEach { println("- ${it.customerName}, by ${it.creator.displayName}") }
    }
}
