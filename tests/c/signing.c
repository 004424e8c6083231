/* Signing in: with a client, with a code of a second factor (LOGIN-1, FACTOR-1 to FACTOR-4). */
#include "test.h"
#include "totp.h"

static int64_t now; /* in seconds */

static int64_t clock_of_host(void *user_data) {
    (void)user_data;
    return now * 1000000;
}

/* A text of a result, which is then freed. */
static char *kept(char *result, const char *name) {
    char *value = field(result, name);
    crm_string_free(result);
    return value;
}

int main(void) {
    crm_engine engine = 0;
    crm_session session = 0, signed_in = 0;
    char *id = NULL, *result = NULL, *secret, digits[7], arguments[200];
    const char *desk = "{\"address\": \"192.0.2.7\", \"device\": \"till 3\"}";

    now = 1772413200; /* 2026-03-02T01:00:00Z */
    OK(crm_open_in_memory("{\"now\": \"2026-03-02T01:00:00Z\"}", &engine, &error));
    OK(crm_set_clock(engine, clock_of_host, NULL, &error));
    OK(crm_bootstrap(engine, "han", "Han", "[]", &id, &error));

    /* A session that the host begins, for a client. */
    OK(crm_session_open_with(engine, id, desk, &session, &error));
    OK(crm_call(session, "users.change_password", "{\"password\": \"correct horse\"}", NULL, &error));
    REFUSED(CRM_CODE_INVALID, "\"client\"", crm_session_open_with(engine, id, "till 3", &signed_in, &error));
    REFUSED(CRM_CODE_INVALID, "\"client\"", crm_session_open_with(engine, id, "{\"ip\": \"1\"}", &signed_in, &error));

    /* The device learns the secret, and shows a code. */
    OK(crm_call(session, "second_factor.begin", "{\"issuer\": \"ERP\"}", &result, &error));
    CHECK(strstr(result, "otpauth://totp/ERP:han?secret=") != NULL);
    secret = kept(result, "secret");
    CHECK(strlen(secret) == 32);
    shown("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59, digits);
    CHECK(strcmp(digits, "287082") == 0);
    REFUSED(CRM_CODE_INVALID, "wrong_code", crm_call(session, "second_factor.confirm", "{\"code\": \"1\"}", &result, &error));
    shown(secret, now, digits);
    snprintf(arguments, sizeof arguments, "{\"code\": \"%s\"}", digits);
    OK(crm_call(session, "second_factor.confirm", arguments, &result, &error));
    CHECK(strstr(result, "\"codes\":[\"") != NULL);
    /* The first recovery code: four groups of four. */
    memcpy(arguments, strstr(result, "[\"") + 2, 19);
    arguments[19] = '\0';
    crm_string_free(result);

    /* Now it is. Each code counts once. */
    now += 300;
    shown(secret, now, digits);
    REFUSED(CRM_CODE_LOGIN_FAILED, "code_required",
            crm_session_sign_in(engine, "han", "correct horse", "", desk, &signed_in, &error));
    CHECK(signed_in == 0);
    OK(crm_session_sign_in(engine, "han", "correct horse", digits, desk, &signed_in, &error));
    OK(crm_call(signed_in, "users.me", "{}", &result, &error));
    CHECK(strstr(result, "\"has_second_factor\":true") != NULL);
    crm_string_free(result);
    OK(crm_session_close(signed_in, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials",
            crm_session_sign_in(engine, "han", "correct horse", digits, desk, &signed_in, &error));
    OK(crm_session_sign_in(engine, "han", "correct horse", arguments, desk, &signed_in, &error));

    /* The log tells them. */
    OK(crm_call(signed_in, "sign_ins.mine", "{}", &result, &error));
    CHECK(strstr(result, "\"means\":\"recovery\",\"outcome\":\"succeeded\"") != NULL);
    CHECK(strstr(result, "\"means\":\"code\",\"outcome\":\"succeeded\"") != NULL);
    CHECK(strstr(result, "\"means\":\"host\",\"outcome\":\"succeeded\"") != NULL);
    CHECK(strstr(result, "\"address\":\"192.0.2.7\",\"device\":\"till 3\"") != NULL);
    CHECK(strstr(result, secret) == NULL && strstr(result, digits) == NULL && strstr(result, arguments) == NULL);
    crm_string_free(result);

    free(secret);
    crm_string_free(id);
    OK(crm_close(engine, &error));
    return 0;
}
