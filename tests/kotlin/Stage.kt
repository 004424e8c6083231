import crm.Clock
import crm.Crm
import crm.OpenOptions
import crm.Session
import crm.model.NewUser
import java.time.Instant
import java.util.UUID

/** Somebody in the cast of the stories. */
class Person(val name: String, val login: String, val displayName: String, val roles: List<String>)

/** The stage of one story: a new database in memory with the cast of tests/scenarios/cast.json. */
class Stage {
    @Volatile
    var now: Instant = Instant.parse(Cast.now)

    private val sessions = mutableMapOf<String, Session>()
    private val ids = mutableMapOf<String, UUID>()

    init {
        val clock = object : Clock {
            override fun now(): Instant = this@Stage.now
        }
        val crm = Crm.openInMemory(OpenOptions(timeZone = Cast.timeZone, currency = Cast.currency), clock)
        enter(crm, Cast.first, crm.bootstrap(Cast.first.login, Cast.first.displayName, Cast.first.roles))
        for (person in Cast.users) {
            val new = NewUser(login = person.login, displayName = person.displayName, roles = person.roles)
            enter(crm, person, this[Cast.first.name].users().create(new).id)
        }
    }

    private fun enter(crm: Crm, person: Person, id: UUID) {
        sessions[person.name] = crm.session(id)
        ids[person.name] = id
    }

    operator fun get(name: String): Session = sessions.getValue(name)

    fun id(name: String): UUID = ids.getValue(name)
}
