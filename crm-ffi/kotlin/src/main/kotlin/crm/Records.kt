package crm

import crm.model.CrmException
import crm.model.FieldError
import crm.model.Money
import crm.model.ObjectRecord
import crm.model.ObjectRef
import crm.model.Tree
import crm.model.Value
import crm.model.Values
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDate
import java.util.UUID

/**
 * A record of a defined object from values of Kotlin's own types, as the JSON text that `objects()` takes:
 *
 * ```
 * session.objects().create("hotel.room", record("number" to "301", "kind" to kind, "price" to Money(price, "CNY")))
 * ```
 *
 * Texts, whole numbers, truth values, [BigDecimal], [Money], [LocalDate] and [Instant] stand as what they are, a
 * [UUID], an [ObjectRef] and an [ObjectRecord] for the record of that id. Lists of maps are a record's parts; so filter
 * trees are written too. A binary fraction has no place, since no field is one.
 *
 * @throws IllegalArgumentException of a value that is of none of these types, by the name of its field.
 */
fun record(vararg fields: Pair<String, Any?>): Tree = record(mapOf(*fields))

/** The same of fields that stand in a map already. */
fun record(fields: Map<String, Any?>): Tree = buildString { write(this, "", fields) }

private fun write(out: StringBuilder, path: String, value: Any?) {
    when (value) {
        null, is Boolean, is Long, is Int, is Short, is Byte -> out.append(value)
        is CharSequence -> text(out, value)
        is BigDecimal -> text(out, value.toPlainString())
        is LocalDate, is Instant, is UUID -> text(out, value.toString())
        is Money -> write(out, path, mapOf("amount" to value.amount, "currency" to value.currency))
        is ObjectRef -> write(out, path, value.id)
        is ObjectRecord -> write(out, path, value.id)
        is Value -> write(out, path, value.plain())
        is Map<*, *> -> {
            var between = '{'
            for ((name, inner) in value) {
                out.append(between)
                text(out, name.toString())
                out.append(':')
                write(out, if (path.isEmpty()) name.toString() else "$path.$name", inner)
                between = ','
            }
            out.append(if (between == '{') "{}" else "}")
        }
        is Iterable<*> -> {
            out.append('[')
            value.forEachIndexed { at, item ->
                if (at > 0) out.append(',')
                write(out, "$path[$at]", item)
            }
            out.append(']')
        }
        else -> throw IllegalArgumentException("$path: ${value::class.java.name} is no value of a field")
    }
}

private fun text(out: StringBuilder, text: CharSequence) {
    out.append('"')
    for (char in text) {
        when {
            char == '"' || char == '\\' -> out.append('\\').append(char)
            char < ' ' -> out.append("\\u%04x".format(char.code))
            else -> out.append(char)
        }
    }
    out.append('"')
}

/** The value of that name; none where there is no such name. */
operator fun Values.get(name: String): Value? = find { it.name == name }?.value

/** The text of that name. Of another type it is an error ([CrmException.Invalid], `type`); no value is none. */
fun Values.text(name: String): String? = strictly(name, "text") { (it as? Value.Text)?.v1 }

/** The whole number of that name, as strictly as [text]. */
fun Values.integer(name: String): Long? = strictly(name, "integer") { (it as? Value.Integer)?.v1 }

/** The truth value of that name, as strictly as [text]. */
fun Values.boolean(name: String): Boolean? = strictly(name, "boolean") { (it as? Value.Boolean)?.v1 }

/** The decimal of that name, as strictly as [text]. */
fun Values.decimal(name: String): BigDecimal? = strictly(name, "decimal") { (it as? Value.Decimal)?.v1 }

/** The amount of that name, as strictly as [text]. */
fun Values.money(name: String): Money? = strictly(name, "money") { (it as? Value.Money)?.v1 }

/** The date of that name, as strictly as [text]. */
fun Values.date(name: String): LocalDate? = strictly(name, "date") { (it as? Value.Date)?.v1 }

/** The instant of that name, as strictly as [text]. */
fun Values.instant(name: String): Instant? = strictly(name, "instant") { (it as? Value.Instant)?.v1 }

/** The record of that name, as strictly as [text]. */
fun Values.record(name: String): ObjectRef? = strictly(name, "record") { (it as? Value.Record)?.v1 }

private fun <T : Any> Values.strictly(name: String, wanted: String, take: (Value) -> T?): T? {
    val found = this[name]
    if (found == null || found is Value.Null) return null
    val detail = "is of type ${found.kind()}, not $wanted"
    return take(found) ?: throw CrmException.Invalid(
        listOf(FieldError(name, "type", detail, limit = null, label = name, text = "$name $detail")),
    )
}

private fun Value.kind(): String = this::class.java.simpleName.lowercase()

private fun Value.plain(): Any? = when (this) {
    is Value.Text -> v1
    is Value.Integer -> v1
    is Value.Boolean -> v1
    is Value.Decimal -> v1
    is Value.Money -> v1
    is Value.Date -> v1
    is Value.Instant -> v1
    is Value.Record -> v1
    is Value.Null -> null
}
