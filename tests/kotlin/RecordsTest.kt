import crm.Crm
import crm.OpenOptions
import crm.Session
import crm.boolean
import crm.date
import crm.decimal
import crm.get
import crm.instant
import crm.integer
import crm.model.CrmException
import crm.model.Money
import crm.model.NewUser
import crm.model.ObjectRecord
import crm.model.ObjectUpdate
import crm.model.Value
import crm.money
import crm.record
import crm.text
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

/** OBJ-9, OBJ-8: records of defined objects from values of Kotlin's own types, and back. */
class RecordsTest {
    private val day = LocalDate.parse("2026-03-05")

    private fun desk(): Session {
        val clock = object : crm.Clock {
            override fun now(): Instant = Instant.parse("2026-03-05T02:00:00Z")
        }
        val crm = Crm.openInMemory(OpenOptions(timeZone = "Asia/Shanghai", currency = "CNY"), clock)
        val admin = crm.session(crm.bootstrap("admin", "管理员", listOf("system_administrator")))
        val pack = record(
            "pack" to "inn", "version" to 1, "language" to 1, "title" to "Inn",
            "objects" to mapOf(
                "stay" to mapOf(
                    "title" to "guest",
                    "fields" to mapOf(
                        "guest" to mapOf("type" to "text", "required" to true),
                        "day" to mapOf("type" to "date"),
                        "until" to mapOf("type" to "instant"),
                        "nights" to mapOf("type" to "integer"),
                        "late" to mapOf("type" to "boolean"),
                        "share" to mapOf("type" to "decimal", "places" to 2),
                        "price" to mapOf("type" to "money"),
                        "clerk" to mapOf("type" to "user"),
                        "before" to mapOf("type" to "ref", "to" to "inn.stay"),
                    ),
                ),
            ),
            "roles" to mapOf("inn.clerk" to listOf("inn.stay")),
        )
        admin.packs().apply(pack, admin.packs().plan(pack).digest)
        return crm.session(admin.users().create(NewUser(login = "c", displayName = "前台", roles = listOf("inn.clerk"))).id)
    }

    private fun Session.stay(vararg fields: Pair<String, Any?>): ObjectRecord =
        objects().create("inn.stay", record(*fields))

    @Test
    fun `a record is made of native values and read by strict getters`() {
        val session = desk()
        val price = Money(BigDecimal("388.50"), "CNY")
        val until = Instant.parse("2026-03-06T04:00:00.123456Z")
        val first = session.stay("guest" to "王\"芳\"\\\n", "nights" to 2, "late" to true)
        val made = session.stay(
            "guest" to "李雷", "day" to day, "until" to until, "nights" to 3L, "late" to false,
            "share" to BigDecimal("1E+1"), "price" to price, "clerk" to session.user(), "before" to first,
        )
        val values = made.values
        assertEquals("王\"芳\"\\", first.values.text("guest")?.trim())
        assertEquals(day, values.date("day"))
        assertEquals(until, values.instant("until"))
        assertEquals(3L, values.integer("nights"))
        assertEquals(false, values.boolean("late"))
        assertEquals(0, BigDecimal.TEN.compareTo(values.decimal("share")))
        assertEquals(price, values.money("price"))
        assertEquals(session.user(), values.record("clerk")?.id)
        assertEquals(first.id, values.record("before")?.id)
        // What was read is given again as it is.
        val again = session.stay("guest" to values["guest"], "day" to values["day"], "before" to values.record("before"))
        assertEquals(day, again.values.date("day"))
        val changes = ObjectUpdate(values = record("before" to made.id), clear = listOf("day"))
        val changed = session.objects().update("inn.stay", again.id, changes)
        assertEquals(made.id, changed.values.record("before")?.id)
        assertNull(changed.values.date("day"))
        assertEquals(Value.Null, changed.values["day"])
        val found = session.objects().list("inn.stay", record("field" to "before", "in" to listOf(first, made)))
        assertEquals(2, found.items.size)
    }

    @Test
    fun `what is of another type is an error that names both`() {
        val made = desk().stay("guest" to "李雷", "nights" to 3)
        assertNull(made.values.date("day"))
        assertNull(made.values.date("nothing"))
        val refused = assertFailsWith<CrmException.Invalid> { made.values.date("nights") }.fields.single()
        assertEquals(listOf("nights", "type", "is of type integer, not date"), listOf(refused.field, refused.code, refused.detail))
    }

    @Test
    fun `parts are lists of maps, and what is no value is refused by its place`() {
        assertEquals(
            """{"lines":[{"count":2,"price":{"amount":"1.50","currency":"CNY"}},{}],"note":null,"tab":"\u0009"}""",
            record(
                "lines" to listOf(mapOf("count" to 2, "price" to Money(BigDecimal("1.50"), "CNY")), mapOf<String, Any>()),
                "note" to null, "tab" to "\t",
            ),
        )
        val refused = assertFailsWith<IllegalArgumentException> { record("lines" to listOf(mapOf("count" to 1.5))) }
        assertEquals("lines[0].count: java.lang.Double is no value of a field", refused.message)
    }
}
