/* A panic inside a transaction, whose payload panics again when it is dropped, comes back as an error; nothing of the
   call is kept, and the engine goes on. The library is built with the feature test-panic for this. */
#include "test.h"

#ifdef __cplusplus
extern "C"
#endif
void crm_test_panic(void);

int main(void) {
    crm_session session = 0, other = 0;
    crm_engine engine = new_company(&session);
    char *result = NULL, *arguments = new_opportunity("Jade");
    int i;

    for (i = 0; i < 20; i++) {
        crm_test_panic();
        REFUSED(CRM_CODE_BUG, "\"code\":\"bug\"",
                crm_call(session, "opportunities.create", arguments, &result, &error));
        CHECK(result == NULL);
        crm_test_panic();
        CHECK(crm_call(session, "opportunities.list", "{}", NULL, NULL) == CRM_CODE_BUG);
        crm_test_panic();
        REFUSED(CRM_CODE_BUG, "\"number\":11", crm_session_open_by_login(engine, "han.meimei", &other, &error));
        CHECK(other == 0);
    }
    OK(crm_call(session, "opportunities.create", arguments, NULL, &error));
    OK(crm_call(session, "opportunities.list", "{\"page\": {\"count\": true}}", &result, &error));
    CHECK(strstr(result, "\"count\":1,") != NULL);
    crm_string_free(result);
    free(arguments);

    crm_test_panic();
    CHECK(crm_bootstrap(engine, "li", "Li", "[]", NULL, NULL) == CRM_CODE_CONFLICT);
    CHECK(crm_call(session, "opportunities.list", "{}", NULL, NULL) == CRM_CODE_BUG);
    OK(crm_close(engine, &error));
    return 0;
}
