import crm.Clock
import crm.Crm
import crm.OpenOptions
import crm.Session
import crm.model.CrmException
import crm.model.DictionaryFilter
import crm.model.Money
import crm.model.NewUser
import crm.model.PageRequest
import crm.packs.hotel.ReservationRecord
import crm.packs.hotel.hotel
import crm.packs.sales.ClaimLineChange
import crm.packs.sales.NewClaimLine
import crm.packs.sales.sales
import crm.record
import java.io.File
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

/** OBJ-6, OBJ-11: the typed classes that are made of packs. */
class FacadeTest {
    private val day = LocalDate.parse("2026-03-05")

    private val clock = object : Clock {
        override fun now(): Instant = Instant.parse("2026-03-05T02:00:00Z")
    }

    private fun desk(): Session = somebody("hotel", "hotel.manager")

    private fun somebody(name: String, role: String): Session {
        val crm = Crm.openInMemory(OpenOptions(timeZone = "Asia/Shanghai", currency = "CNY"), clock)
        val admin = crm.session(crm.bootstrap("admin", "管理员", listOf("system_administrator")))
        val pack = File(System.getenv("CRM_PACKS"), "$name.json").readText()
        admin.packs().apply(pack, admin.packs().plan(pack).digest)
        val roles = listOf(role, "system_administrator")
        return crm.session(admin.users().create(NewUser(login = "desk", displayName = "前台", roles = roles)).id)
    }

    private fun Session.stay(guest: UUID, number: String): ReservationRecord {
        val kind = dictionary().list(DictionaryFilter(category = "room_kind")).items.first().id
        val room = hotel.room.create(number = number, kind = kind, capacity = 2, price = Money(BigDecimal("388.50"), "CNY"))
        return hotel.reservation.create(guest = guest, room = room.id, checkIn = day, checkOut = day.plusDays(2))
    }

    @Test
    fun `a stay from its booking to its end`() {
        val session = desk()
        val guest = session.hotel.guest.create(name = "王芳", phone = "021-5555 0101")
        assertNull(guest.idNumber)
        val stay = session.stay(guest.id, "301")
        assertEquals(Money(BigDecimal("777.00"), "CNY"), stay.amount)
        assertEquals(listOf("booked", 2L, day), listOf(stay.status, stay.nights, stay.checkIn))
        assertEquals(Instant.parse("2026-03-04T10:00:00Z"), stay.freeUntil)
        assertEquals("王芳", stay.guest?.title)
        assertFailsWith<CrmException.Invalid> { session.hotel.reservation.arrive(stay.id) }
        session.hotel.guest.update(guest.id, idNumber = "310101", version = guest.version)
        val arrived = session.hotel.reservation.arrive(stay.id)
        assertEquals("left", session.hotel.reservation.leave(stay.id, version = arrived.version).status)
        assertEquals(1L, session.hotel.guest.get(guest.id).stays)
        assertEquals(2L, session.hotel.guest.get(guest.id).nights)
    }

    @Test
    fun `actions take fields, lists are typed, and fields are emptied`() {
        val session = desk()
        val guest = session.hotel.guest.create(name = "李雷", phone = "021-5555 0101", card = "A1")
        assertNull(session.hotel.guest.update(guest.id, clear = listOf("card")).card)
        val said = session.hotel.suggestion.create(guest = guest.id, words = "早餐再早一点")
        val adopted = session.hotel.suggestion.adopt(said.id, answer = "谢谢", reward = Money(BigDecimal("50"), "CNY"))
        assertEquals("adopted", adopted.status)
        val vouchers = session.hotel.voucher.list(record("field" to "guest", "is" to guest.id), page = PageRequest(count = true))
        assertEquals(1, vouchers.total?.count)
        assertEquals(LocalDate.parse("2026-09-05"), vouchers.items.single().validUntil)
        val stay = session.stay(guest.id, "302")
        val redeemed = session.hotel.voucher.redeem(vouchers.items.single().id, reservation = stay.id)
        assertEquals(stay.id, redeemed.reservation?.id)
        assertEquals("cancelled", session.hotel.reservation.cancel(stay.id).status)
        val service = session.hotel.service.create(name = "洗衣").id
        session.hotel.service.delete(service)
        assertEquals(0, session.hotel.service.list().items.size)
        assertEquals("洗衣", session.hotel.service.restore(service).name)
        assertEquals("hotel.service.restore", session.hotel.service.history(service).items.first().operation)
        assertEquals(0, session.hotel.service.related(service).size)
    }

    @Test
    fun `claims have lines`() {
        val session = somebody("sales", "account_manager")
        val travel = session.dictionary().list(DictionaryFilter(category = "expense_kind")).items.first().id
        fun cny(amount: String) = Money(BigDecimal(amount), "CNY")
        val lines = listOf(
            NewClaimLine(date = day.minusDays(4), kind = travel, amount = cny("12.50")),
            NewClaimLine(date = day.minusDays(3), kind = travel, amount = cny("7.50"), remarks = "\"出租车\"\n\\"),
        )
        assertFailsWith<CrmException.Invalid> { session.sales.claim.create(reason = "上海出差", lines = lines) }
        val claim = session.sales.claim.create(reason = "上海出差", lines = listOf(lines[0], lines[0]))
        assertEquals(listOf(cny("25.00"), 2L), listOf(claim.total, claim.linesCount))
        val (first, second) = claim.lines!!
        assertEquals(listOf(day.minusDays(4), cny("12.50"), null), listOf(first.date, first.amount, first.remarks))
        assertEquals(travel, first.kind?.id)
        // The whole list again: the second comes first and is remarked on, one is new, the first is gone.
        val kept = ClaimLineChange(second.id, remarks = "\"出租车\" \\")
        val more = ClaimLineChange(date = day, kind = travel, amount = cny("1"))
        val changed = session.sales.claim.update(claim.id, lines = listOf(kept, more), version = claim.version)
        assertEquals(listOf(second.id, "\"出租车\" \\"), changed.lines!![0].let { listOf(it.id, it.remarks) })
        assertEquals(listOf<Any?>(2, cny("13.50")), listOf(changed.lines!!.size, changed.total))
        // Fields without the list leave it as it is.
        assertEquals(2, session.sales.claim.update(claim.id, reason = "北京出差").lines!!.size)
        val emptied = listOf(ClaimLineChange(second.id, clear = listOf("remarks")))
        assertNull(session.sales.claim.update(claim.id, lines = emptied).lines!!.single().remarks)
        // What is wrong stands where it is.
        val refused = assertFailsWith<CrmException.Invalid> {
            session.sales.claim.update(claim.id, lines = listOf(kept, ClaimLineChange()))
        }
        assertEquals(listOf("lines[1].date", "lines[1].kind", "lines[1].amount"), refused.fields.map { it.field })
        // Values are strict, of a part too.
        assertEquals("type", assertFailsWith<CrmException.Invalid> { first.part.date("amount") }.fields.single().code)
        assertFailsWith<CrmException.Invalid> { first.part.integer("date") }
        assertFailsWith<CrmException.Invalid> { first.part.instant("date") }
        assertNull(first.part.text("nothing"))
        // Lists of wholes are without parts; parts are listed by themselves.
        assertNull(session.sales.claim.list().items.single().lines)
        assertEquals(claim.id, session.sales.claimLine.list().items.single().claim?.id)
    }
}
