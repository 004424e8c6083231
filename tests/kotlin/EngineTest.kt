import crm.Clock
import crm.Crm
import crm.OpenOptions
import crm.SalesSource
import crm.Session
import crm.changeFlow
import crm.crmVersion
import crm.errorText
import crm.following
import crm.io
import crm.model.ChangeEvent
import crm.model.ChangeListener
import crm.model.Client
import crm.model.CrmException
import crm.model.Locale
import crm.model.NewOpportunity
import crm.model.NewProduct
import crm.model.OpportunityFilter
import crm.model.OpportunityPage
import crm.model.OpportunityStatus
import crm.model.OpportunityUpdate
import crm.model.PageRequest
import crm.model.Plan
import crm.model.SalesChanges
import crm.model.SignInFilter
import crm.model.SignInMeans
import crm.model.SignInOutcome
import java.io.File
import java.math.BigDecimal
import java.nio.ByteBuffer
import java.time.Duration
import java.time.Instant
import java.util.UUID
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import kotlin.concurrent.thread
import kotlin.io.path.createTempDirectory
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Noon of a day, for clocks that stand. */
private val NOON: Instant = Instant.parse("2026-03-07T04:00:00Z")

class EngineTest {
    private fun jade(name: String = "Jade") =
        NewOpportunity(customerName = name, successProbability = 60, summary = "A press", description = "Two machines")

    private fun company(vararg roles: String = arrayOf("sales_manager"), clock: Clock? = null): Pair<Crm, Session> {
        val crm = Crm.openInMemory(clock = clock)
        return crm to crm.session(crm.bootstrap("han.meimei", "韩梅梅", roles.toList()))
    }

    @Test
    fun `creates, reads, lists and changes`() {
        val (crm, session) = company()
        val made = session.opportunities().create(jade())
        assertEquals(OpportunityStatus.UNASSIGNED, made.status)
        assertEquals("韩梅梅", made.creator.displayName)
        assertEquals(made, session.opportunities().get(made.id))
        val page = session.opportunities().list(
            filter = OpportunityFilter(customerName = "ｊａｄｅ"),
            page = PageRequest(limit = 5L, count = true),
        )
        assertEquals(listOf(made), page.items)
        assertEquals(1, page.total?.count)
        val changed = session.opportunities().update(made.id, OpportunityUpdate(successProbability = 70))
        assertEquals(70, changed.successProbability)
        assertEquals(made.copy(successProbability = 70, version = changed.version), changed)
        session.close()
        crm.close()
    }

    @Test
    fun `decimals are exact or refused by the name of their field`() {
        val (crm, session) = company("integration", "account_manager")
        fun push(price: BigDecimal) {
            session.sales().pushProducts(listOf(NewProduct(externalId = "P", name = "p", price = price)))
        }
        for (price in listOf("2.50", "25E-1", "-0.000001", "9E+12", "0E+99999").map(::BigDecimal) + BigDecimal("2.5").setScale(99)) {
            push(price)
            assertEquals(0, session.products().list().items.single().price?.compareTo(price), "$price")
        }
        val refused = listOf(
            BigDecimal("2.4999999999999999999999999999999999") to "too_precise",
            BigDecimal("1E-999999999") to "too_precise",
            BigDecimal("1E+999999999") to "out_of_range",
            BigDecimal("123456789012345678901234567890.5") to "out_of_range",
        )
        for ((price, code) in refused) {
            val invalid = assertFailsWith<CrmException.Invalid>("$code") { push(price) }
            assertEquals(listOf("products[0].price" to code), invalid.fields.map { it.field to it.code })
        }
        crm.close()
    }

    @Test
    fun `an instant beyond all calendars is refused`() {
        val (crm, session) = company()
        val filter = OpportunityFilter(createdFrom = Instant.MAX)
        assertFailsWith<CrmException.Invalid> { session.opportunities().list(filter = filter) }
        crm.close()
    }

    @Test
    fun `whoever makes a database administers it`() {
        val (crm, session) = company("executive")
        assertEquals(listOf("executive", "system_administrator"), session.users().me().roles)
        crm.close()
    }

    @Test
    fun `native types`() {
        val (_, session) = company("integration", clock = FixedClock(Instant.parse("2026-03-07T01:00:00.000001Z")))
        val result = session.sales().pushProducts(listOf(NewProduct(externalId = "P1", name = "Press", price = BigDecimal("12.50"))))
        assertEquals(1, result.created)
        val own = UUID.fromString("018f0000-0000-7000-8000-000000000001")
        val (_, manager) = company(clock = FixedClock(Instant.parse("2026-03-07T01:00:00.000001Z")))
        val made = manager.opportunities().create(jade(), id = own)
        assertEquals(own, made.id)
        assertEquals(Instant.parse("2026-03-07T01:00:00.000001Z"), made.createdAt)
    }

    private class FixedClock(val at: Instant) : Clock {
        override fun now(): Instant = at
    }

    @Test
    fun `a refusal says what is wrong`() {
        val (_, session) = company()
        val invalid = assertFailsWith<CrmException.Invalid> {
            session.opportunities().create(jade("x".repeat(1000)).copy(successProbability = 101))
        }
        assertEquals(listOf("customer_name", "success_probability"), invalid.fields.map { it.field }.sorted())
        val missing = UUID.randomUUID()
        val notFound = assertFailsWith<CrmException.NotFound> { session.opportunities().get(missing) }
        assertEquals("opportunity", notFound.entity)
        assertEquals(missing.toString(), notFound.id)
        assertNotEquals(errorText(notFound, Locale.EN), errorText(notFound, Locale.ZH_HANS))
        val made = session.opportunities().create(jade())
        session.opportunities().update(made.id, OpportunityUpdate(summary = "Another", version = made.version))
        val stale = assertFailsWith<CrmException.Conflict> {
            session.opportunities().update(made.id, OpportunityUpdate(summary = "A third", version = made.version))
        }
        assertEquals("stale_version", stale.reason)
        assertFailsWith<CrmException.Forbidden> { session.sales().feeds() }
    }

    @Test
    fun `changes are pulled from the sales system of the host`() {
        val (crm, session) = company("integration")
        crm.use {
            val asked = mutableListOf<String?>()
            val source = object : SalesSource {
                override fun changesSince(cursor: String?): SalesChanges {
                    asked += cursor
                    if (cursor == "2") throw IllegalStateException("the line is down")
                    return SalesChanges(
                        products = listOf(NewProduct(externalId = "P${asked.size}", name = "Press")),
                        nextCursor = "${asked.size}",
                        more = asked.size < 3,
                    )
                }
            }
            // The feed fails at its third batch; what came before is here, and the next pull goes on behind it.
            assertFailsWith<CrmException.FeedFailed> { session.pullSales("erp", source) }
            assertEquals(listOf(null, "1", "2"), asked)
            assertEquals("2", session.sales().feed("erp").cursor)
        }
    }

    @Test
    fun `a scheduler runs until it is stopped`() {
        val (crm, _) = company()
        crm.use {
            crm.startScheduler().use { scheduler ->
                scheduler.wake()
                scheduler.stop()
                scheduler.stop()
            }
        }
    }

    @Test
    fun `calls by name`() {
        val (_, session) = company()
        assertEquals("""{"items":[],"next":null,"total":null}""", session.call("opportunities.list", "{}"))
        assertFailsWith<CrmException.UnknownOperation> { session.call("no.such", "{}") }
    }

    @Test
    fun `a file, read by a second engine`() {
        val folder = createTempDirectory().toFile()
        val path = File(folder, "office.crm").path
        Crm.open(path, OpenOptions(timeZone = "Europe/Berlin", currency = "EUR")).use { crm ->
            crm.session(crm.bootstrap("han", "Han", listOf("sales_manager"))).use { it.opportunities().create(jade()) }
            Crm.open(path, OpenOptions(readOnly = true)).use { reader ->
                assertTrue(reader.isReadOnly())
                reader.sessionByLogin("HAN").use { session ->
                    assertEquals(1, session.opportunities().list().items.size)
                    assertFailsWith<CrmException.Storage> { session.opportunities().create(jade()) }
                }
            }
        }
        // With what stands beside the file, as long as an object of the engine is not collected yet.
        assertTrue(folder.deleteRecursively())
        assertTrue(crmVersion().isNotEmpty())
    }

    private class Ears(val hear: (ChangeEvent) -> Unit) : ChangeListener {
        override fun changed(event: ChangeEvent) = hear(event)
    }

    @Test
    fun `listeners hear, and what they throw harms nobody`() {
        val (crm, session) = company()
        val heard = mutableListOf<String>()
        crm.onChange(Ears { throw IllegalStateException("a listener's own trouble") })
        val number = crm.onChange(Ears { heard += it.operation })
        // It may call the engine.
        crm.onChange(Ears { session.opportunities().list() })
        val made = session.opportunities().create(jade())
        session.opportunities().delete(made.id)
        assertEquals(listOf("opportunities.create", "opportunities.delete"), heard)
        assertTrue(crm.removeListener(number))
        assertFalse(crm.removeListener(number))
        session.opportunities().create(jade())
        assertEquals(2, heard.size)
    }

    @Test
    fun `a clock that throws fails its call only`() {
        var broken = false
        val (_, session) = company(
            clock = object : Clock {
                override fun now(): Instant = if (broken) throw IllegalStateException("no time") else NOON
            },
        )
        broken = true
        assertFailsWith<CrmException.Bug> { session.opportunities().create(jade()) }
        broken = false
        assertEquals(NOON, session.opportunities().create(jade()).createdAt)
        assertEquals(1, session.opportunities().list().items.size)
    }

    @Test
    fun `a clock that cannot be right ends the call`() {
        var now = NOON
        val (_, session) = company(
            clock = object : Clock {
                override fun now(): Instant = now
            },
        )
        now = Instant.EPOCH
        val refused = assertFailsWith<CrmException.Clock> { session.opportunities().create(jade()) }
        assertTrue(refused.at.startsWith("1970-01-01"))
        now = NOON
        assertEquals(NOON, session.opportunities().create(jade()).createdAt)
    }

    @Test
    fun `eight threads`() {
        val (crm, session) = company()
        val events = AtomicInteger()
        crm.onChange(Ears { events.incrementAndGet() })
        val failures = AtomicInteger()
        val threads = List(8) { n ->
            thread {
                try {
                    repeat(25) { i ->
                        val made = session.opportunities().create(jade("customer $n-$i"))
                        assertEquals("customer $n-$i", session.opportunities().get(made.id).customerName)
                    }
                } catch (problem: Throwable) {
                    problem.printStackTrace()
                    failures.incrementAndGet()
                }
            }
        }
        threads.forEach { it.join() }
        assertEquals(0, failures.get())
        assertEquals(200, events.get())
        assertEquals(200, session.opportunities().list(page = PageRequest(limit = 1L, count = true)).total?.count)
    }

    @Test
    fun `eight threads inside at once`() {
        // The clock is asked within a call, a listener after its commit: were calls let in one at a time, the first
        // would wait for the others in vain.
        val together = CyclicBarrier(8)
        val met = AtomicInteger()
        fun meet() {
            together.await(60, TimeUnit.SECONDS)
            met.incrementAndGet()
        }
        var meeting = false
        val (crm, session) = company(
            clock = object : Clock {
                override fun now(): Instant {
                    if (meeting) meet()
                    return NOON
                }
            },
        )
        fun eight(call: (Int) -> Unit) {
            val done = AtomicInteger()
            val threads = List(8) { n -> thread { call(n).also { done.incrementAndGet() } } }
            threads.forEach { it.join() }
            assertEquals(8, done.get())
        }
        meeting = true
        eight { n -> if (n % 2 == 0) session.opportunities().create(jade()) else session.opportunities().list() }
        assertEquals(8, met.get())
        meeting = false
        crm.onChange(Ears { meet() })
        eight { session.opportunities().create(jade()) }
        assertEquals(16, met.get())
        assertEquals(12, session.opportunities().list(page = PageRequest(limit = 1L, count = true)).total?.count)
    }

    @Test
    fun `what is closed is refused, and closing twice does nothing`() {
        val (crm, session) = company()
        val opportunities = session.opportunities()
        session.close()
        session.close()
        assertFailsWith<IllegalStateException> { session.opportunities() }
        // An area holds its session by itself.
        assertEquals(0, opportunities.list().items.size)
        opportunities.close()
        assertFailsWith<IllegalStateException> { opportunities.list() }
        crm.close()
        crm.close()
        assertFailsWith<IllegalStateException> { crm.sessionByLogin("han.meimei") }
    }

    private class Watch(@Volatile var at: Instant) : Clock {
        override fun now(): Instant = at
    }

    /** What a device shows: RFC 6238. */
    private fun shown(secret: String, at: Instant): String {
        val bits = secret.map { "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, '0') }
        val key = bits.joinToString("").chunked(8).map { it.toInt(2).toByte() }.toByteArray()
        val mac = Mac.getInstance("HmacSHA1").apply { init(SecretKeySpec(key, "HmacSHA1")) }
        val digest = mac.doFinal(ByteBuffer.allocate(8).putLong(at.epochSecond / 30).array())
        val number = ByteBuffer.wrap(digest, digest[19].toInt() and 15, 4).int and Int.MAX_VALUE
        return (number % 1_000_000).toString().padStart(6, '0')
    }

    @Test
    fun `signing in takes a code, and leaves a row`() {
        val watch = Watch(NOON)
        val (crm, session) = company(clock = watch)
        session.users().changePassword("correct horse")
        assertEquals("287082", shown("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Instant.ofEpochSecond(59)))
        val begun = session.secondFactor().begin(issuer = "ERP")
        assertTrue(begun.uri.startsWith("otpauth://totp/ERP:han.meimei?secret=${begun.secret}&"))
        // Until it is confirmed nobody is asked for anything.
        crm.signIn("han.meimei", "correct horse")
        val wrong = assertFailsWith<CrmException.Invalid> { session.secondFactor().confirm("1") }
        assertEquals(listOf("code" to "wrong_code"), wrong.fields.map { it.field to it.code })
        val recovery = session.secondFactor().confirm(shown(begun.secret, watch.at)).codes
        assertEquals(10, recovery.toSet().size)

        watch.at += Duration.ofMinutes(5)
        val code = shown(begun.secret, watch.at)
        val desk = Client(address = "192.0.2.7", device = "till 3")
        fun reason(code: String?) = assertFailsWith<CrmException.LoginFailed> {
            crm.signIn("han.meimei", "correct horse", code, desk)
        }.reason
        assertEquals("code_required", reason(null))
        assertTrue(crm.signIn("han.meimei", "correct horse", code, desk).users().me().hasSecondFactor)
        assertEquals("wrong_credentials", reason(code))
        crm.signIn("han.meimei", "correct horse", code = recovery[0], client = desk)
        crm.sessionWith(session.user()!!, Client(device = "phone"))

        val rows = session.signIns().mine().items
        assertEquals(
            listOf(SignInMeans.HOST, SignInMeans.RECOVERY, SignInMeans.CODE, SignInMeans.CODE, SignInMeans.PASSWORD),
            rows.take(5).map { it.means },
        )
        assertEquals("till 3", rows[1].device)
        val failed = session.signIns().list(SignInFilter(outcome = SignInOutcome.FAILED, address = "192.0.2.7")).items
        assertEquals(setOf("code_required", "wrong_credentials"), failed.map { it.reason }.toSet())
        assertFalse(session.secondFactor().disable(recovery[1]).hasSecondFactor)
        crm.close()
    }

    @Test
    fun `what goes on is followed`() {
        val (_, session) = company()
        repeat(5) { session.opportunities().create(jade()) }
        val asked = mutableListOf<String?>()
        val pages = following(OpportunityPage::next) {
            asked += it
            session.opportunities().list(page = PageRequest(after = it, limit = 2L))
        }
        assertEquals(2, pages.first().items.size)
        assertEquals(listOf<String?>(null), asked)
        assertEquals(listOf(2, 2, 1), pages.map { it.items.size }.toList())
        assertEquals(5, pages.flatMap { it.items }.map { it.id }.toSet().size)
        val opportunity = pages.first().items.first().id
        assertEquals(1, following(Plan::next) { session.plans().get(opportunity, after = it) }.count())
    }

    @Test
    fun `from coroutines`() = runBlocking {
        val (crm, session) = company()
        val flow = crm.changeFlow()
        val first = CompletableDeferred<ChangeEvent>()
        // Undispatched: it listens before the next line.
        val collecting = launch(start = CoroutineStart.UNDISPATCHED) { first.complete(flow.first()) }
        val made = session.io { opportunities().create(jade()) }
        withTimeout(60_000) { collecting.join() }
        assertEquals("opportunities.create", first.await().operation)
        assertEquals(made.id, first.await().records.single().id)
        assertNull(crm.io { session(made.creator.id) }.io { opportunities().list() }.next)
    }
}
