package crm

import crm.model.CrmException
import crm.model.FieldError
import crm.model.Money
import crm.model.ObjectRecord
import crm.model.ObjectRef
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/**
 * A part of a record, as its whole tells it. Its values are asked for by their names, as strictly as those of a record: of
 * another type it is an error ([CrmException.Invalid], `type`), no value and no such name are null.
 */
class Part internal constructor(
    val id: UUID,
    private val values: Map<*, *>,
    /** The names of those fields that the caller does not read in full. */
    val withheld: List<String>,
) {
    fun text(name: String): String? = strictly(name, "text") { it as? String }

    fun integer(name: String): Long? = strictly(name, "integer") { (it as? BigDecimal)?.longValueExact() }

    fun boolean(name: String): Boolean? = strictly(name, "boolean") { it as? Boolean }

    fun decimal(name: String): BigDecimal? = strictly(name, "decimal") { (it as? String)?.let(::BigDecimal) }

    fun money(name: String): Money? = strictly(name, "money") {
        (it as? Map<*, *>)?.let { of -> Money(BigDecimal(of["amount"] as String), of["currency"] as String) }
    }

    fun date(name: String): LocalDate? = strictly(name, "date") { (it as? String)?.let(LocalDate::parse) }

    fun instant(name: String): Instant? = strictly(name, "instant") { (it as? String)?.let(Instant::parse) }

    fun record(name: String): ObjectRef? = strictly(name, "record") {
        (it as? Map<*, *>)?.let { of ->
            ObjectRef(of["object"] as String, UUID.fromString(of["id"] as String), of["title"] as String?)
        }
    }

    private fun <T : Any> strictly(name: String, wanted: String, take: (Any) -> T?): T? {
        val found = values[name] ?: return null
        // What is no number, no day and so on says so by an exception.
        return runCatching { take(found) }.getOrNull() ?: run {
            val detail = "is not of type $wanted"
            throw CrmException.Invalid(
                listOf(FieldError(name, "type", detail, limit = null, label = name, text = "$name $detail")),
            )
        }
    }
}

/** The parts of that name, `lines`; null where they were not asked for, as in lists. */
fun ObjectRecord.partsOf(name: String): List<Part>? {
    val lists = parts?.let { Json(it).whole() as Map<*, *> } ?: return null
    return (lists[name] as List<*>?)?.map { told ->
        val part = told as Map<*, *>
        val withheld = (part["withheld"] as List<*>).map { it as String }
        Part(UUID.fromString(part["id"] as String), part["values"] as Map<*, *>, withheld)
    }
}

/** The JSON that the engine wrote: maps, lists, texts, [BigDecimal], truth values. */
private class Json(private val text: String) {
    private var at = 0

    fun whole(): Any? = value().also { require(next() == null) }

    /** The next sign that is no space. */
    private fun next(): Char? {
        while (at < text.length && text[at] in " \t\r\n") at++
        return text.getOrNull(at)
    }

    private fun skip(wanted: Char): Boolean = (next() == wanted).also { if (it) at++ }

    private fun value(): Any? = when {
        skip('{') -> buildMap {
            if (!skip('}')) {
                do {
                    require(skip('"'))
                    val name = quoted()
                    require(skip(':'))
                    put(name, value())
                } while (skip(','))
                require(skip('}'))
            }
        }
        skip('[') -> buildList {
            if (!skip(']')) {
                do add(value()) while (skip(','))
                require(skip(']'))
            }
        }
        skip('"') -> quoted()
        else -> {
            next()
            val from = at
            while (at < text.length && text[at] !in ",]} \t\r\n") at++
            when (val word = text.substring(from, at)) {
                "true" -> true
                "false" -> false
                "null" -> null
                else -> BigDecimal(word)
            }
        }
    }

    private fun quoted(): String = buildString {
        while (text[at] != '"') {
            val sign = text[at++]
            if (sign != '\\') {
                append(sign)
                continue
            }
            when (val escaped = text[at++]) {
                'b' -> append('\b')
                'f' -> append('\u000c')
                'n' -> append('\n')
                'r' -> append('\r')
                't' -> append('\t')
                'u' -> {
                    append(text.substring(at, at + 4).toInt(16).toChar())
                    at += 4
                }
                else -> append(escaped)
            }
        }
        at++
    }
}
