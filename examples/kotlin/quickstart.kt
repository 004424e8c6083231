// A company in memory: a sales manager records an opportunity, and the program hears of it.
import crm.Crm
import crm.io
import crm.model.ChangeEvent
import crm.model.ChangeListener
import crm.model.CrmException
import crm.model.NewOpportunity
import crm.model.OpportunityUpdate
import kotlinx.coroutines.runBlocking

fun main(): Unit = runBlocking {
    Crm.openInMemory().use { crm ->
        crm.onChange(
            object : ChangeListener {
                override fun changed(event: ChangeEvent) =
                    println("changed by ${event.operation}: ${event.records.size} record(s)")
            },
        )
        val han = crm.bootstrap("han.meimei", "韩梅梅", listOf("sales_manager"))
        val session = crm.session(han)
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
