/* The life of an engine: open, bootstrap, sessions, calls, errors, languages, files. */
#include "test.h"

static void versions(void) {
    CHECK(strchr(crm_version(), '.') != NULL);
    CHECK(crm_abi_version() == CRM_ABI_VERSION);
}

static void calls(void) {
    crm_session session = 0;
    crm_engine engine = new_company(&session);
    char *result = NULL, *arguments = new_opportunity("Jade"), *id;

    OK(crm_call(session, "opportunities.create", arguments, &result, &error));
    CHECK(strstr(result, "\"customer_name\":\"Jade\"") != NULL);
    CHECK(strstr(result, "\"status\":\"unassigned\"") != NULL);
    id = field(result, "id");
    crm_string_free(result);

    /* NULL stands for no arguments; a result that is not wanted is not given. */
    OK(crm_call(session, "opportunities.list", NULL, &result, &error));
    CHECK(strstr(result, id) != NULL);
    crm_string_free(result);
    OK(crm_call(session, "opportunities.list", "{}", NULL, &error));
    CHECK(crm_call(session, "opportunities.list", "{}", NULL, NULL) == CRM_CODE_OK);

    /* Outputs are filled on success only, and an error needs no place to go. */
    result = (char *)"before";
    REFUSED(CRM_CODE_INVALID, "\"field\":\"new\"", crm_call(session, "opportunities.create", "{}", &result, &error));
    CHECK(result == NULL);
    CHECK(crm_call(session, "opportunities.create", "{}", &result, NULL) == CRM_CODE_INVALID);
    free(id);
    free(arguments);
    OK(crm_close(engine, &error));
}

static void errors(void) {
    crm_session session = 0, chinese = 0;
    crm_engine engine = new_company(&session);
    char *english_error = NULL, *chinese_error = NULL, *english = NULL, *translated = NULL;
    const char *missing = "{\"id\": \"018f0000-0000-7000-8000-000000000000\"}";

    OK(crm_session_with_locale(session, "zh-Hans", &chinese, &error));
    CHECK(crm_call(session, "opportunities.get", missing, NULL, &english_error) == CRM_CODE_NOT_FOUND);
    CHECK(crm_call(chinese, "opportunities.get", missing, NULL, &chinese_error) == CRM_CODE_NOT_FOUND);
    CHECK(strstr(english_error, "\"code\":\"not_found\"") != NULL);
    CHECK(strstr(english_error, "\"number\":2") != NULL);
    CHECK(strstr(english_error, "\"entity\":\"opportunity\"") != NULL);
    CHECK(strcmp(english_error, chinese_error) != 0);

    /* An error can be said in another language later. */
    OK(crm_error_text(english_error, "en", &english, &error));
    OK(crm_error_text(english_error, "zh-Hans", &translated, &error));
    CHECK(strstr(english_error, english) != NULL);
    CHECK(strstr(chinese_error, translated) != NULL);

    crm_string_free(english);
    crm_string_free(translated);
    crm_string_free(english_error);
    crm_string_free(chinese_error);
    OK(crm_session_close(chinese, &error));
    OK(crm_call(session, "opportunities.list", "{}", NULL, &error));
    OK(crm_close(engine, &error));
}

static void passwords(void) {
    crm_session session = 0, signed_in = 0;
    crm_engine engine = 0;
    OK(crm_open_in_memory(NULL, &engine, &error));
    OK(crm_bootstrap(engine, "han", "Han", "[\"sales_manager\"]", NULL, &error));
    REFUSED(CRM_CODE_LOGIN_FAILED, "wrong_credentials", crm_session_login(engine, "han", "guess", &session, &error));
    CHECK(session == 0);
    OK(crm_session_open_by_login(engine, "han", &session, &error));
    OK(crm_call(session, "users.change_password", "{\"password\": \"correct horse\"}", NULL, &error));
    OK(crm_session_login(engine, "han", "correct horse", &signed_in, &error));
    OK(crm_call(signed_in, "users.me", "{}", NULL, &error));
    OK(crm_close(engine, &error));
}

static void operation_list(void) {
    char *operations = NULL;
    OK(crm_operations(&operations, &error));
    CHECK(strncmp(operations, "[{", 2) == 0);
    CHECK(strstr(operations, "\"name\":\"opportunities.assign\"") != NULL);
    CHECK(strstr(operations, "\"format\":\"uuid\"") != NULL);
    crm_string_free(operations);
}

static void files(void) {
    crm_engine engine = 0, reader = 0;
    crm_session session = 0;
    char *result = NULL, *arguments = new_opportunity("\\u534e\\u4e1c");

    REFUSED(CRM_CODE_STORAGE, "\"code\":\"storage\"",
            crm_open("{\"path\": \"absent.crm\", \"read_only\": true}", &engine, &error));
    OK(crm_open("{\"path\": \"erp.crm\", \"synchronous\": \"normal\", \"readers\": 2, \"memory_map\": true,"
                " \"time_zone\": \"Europe/Berlin\", \"currency\": \"EUR\", \"locale\": \"zh-Hans\"}",
                &engine, &error));
    OK(crm_bootstrap(engine, "han", "Han", "[\"sales_manager\"]", NULL, &error));
    REFUSED(CRM_CODE_CONFLICT, "not_new", crm_bootstrap(engine, "li", "Li", "[]", NULL, &error));
    OK(crm_session_open_by_login(engine, "HAN", &session, &error));
    OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    free(arguments);

    /* A second engine on the same file, for reading. */
    OK(crm_open("{\"path\": \"erp.crm\", \"read_only\": true}", &reader, &error));
    OK(crm_session_open_by_login(reader, "han", &session, &error));
    OK(crm_call(session, "opportunities.list", "{}", &result, &error));
    CHECK(strstr(result, "\xe5\x8d\x8e\xe4\xb8\x9c") != NULL);
    crm_string_free(result);
    arguments = new_opportunity("Jade");
    REFUSED(CRM_CODE_STORAGE, "read_only", crm_call(session, "opportunities.create", arguments, NULL, &error));
    free(arguments);
    OK(crm_close(reader, &error));
    OK(crm_close(engine, &error));

    /* Closed means closed: the file can be deleted and made anew. */
    CHECK(remove("erp.crm") == 0);
    CHECK(fopen("erp.crm-wal", "rb") == NULL);
    OK(crm_open("{\"path\": \"erp.crm\"}", &engine, &error));
    OK(crm_bootstrap(engine, "han", "Han", "[]", NULL, &error));
    OK(crm_interrupt(engine, &error));
    OK(crm_close(engine, &error));
}

int main(void) {
    versions();
    calls();
    errors();
    passwords();
    operation_list();
    files();
    return 0;
}
