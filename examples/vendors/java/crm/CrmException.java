package crm;

import java.util.regex.Pattern;

/** What a call that failed says. The message is a sentence in the session's language; json() has all that it carries. */
public final class CrmException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Pattern CODE = Pattern.compile("^\\{\"code\":\"([a-z_]+)\"");
    private static final Pattern TEXT = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"\\}$");
    private final int number;
    private final String json;

    CrmException(int number, String json) {
        super(text(json));
        this.number = number;
        this.json = json == null ? "{}" : json;
    }

    /** Its stable code, "invalid". */
    public String code() {
        var found = CODE.matcher(json);
        return found.find() ? found.group(1) : "bug";
    }

    /** The same as a number. */
    public int number() {
        return number;
    }

    /** All of it, for the host's JSON library: code, number, text, and fields, entity, id, reason … by code. */
    public String json() {
        return json;
    }

    // The sentence stands at the end, behind what the error carries.
    private static String text(String json) {
        var found = TEXT.matcher(json == null ? "" : json);
        return found.find() ? found.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\") : "libcrm failed and did not say how";
    }
}
