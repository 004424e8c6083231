/* Replays every story of $CRM_SCENARIOS (tests/scenarios; its README says what a story is), each on a new database in
   memory. $CRM_STORIES says how many there are, so that none is passed over. */
#define _POSIX_C_SOURCE 200809L
#include <cjson/cJSON.h>
#include <dirent.h>
#include <time.h>

#include "test.h"

/* The stage of one story. */
static crm_engine engine;
static cJSON *kept;         /* kept values by name; the users' ids from the start */
static cJSON *sessions;     /* session handles by user name, as text: a JSON number can't hold 64 bits */
static int64_t now;
static char place[300];     /* where in the story we are, for messages */

static void fail(const char *what, const cJSON *found) {
    char *text = found == NULL ? NULL : cJSON_PrintUnformatted(found);
    fprintf(stderr, "%s: %s: %s\n", place, what, text == NULL ? "" : text);
    exit(1);
}

static const char *text_of(const cJSON *object, const char *name) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsString(item)) fail(name, object);
    return item->valuestring;
}

/* cJSON keeps texts as C strings, which end at a NUL: those that a story writes as \\u0000 are hidden behind a character
   that no story uses, and brought back in what is sent. */
#define HIDDEN "\xee\x80\x80"

static void hide_nul(char *json) {
    while ((json = strstr(json, "\\u0000")) != NULL) memcpy(json, "\\ue000", 6);
}

static char *bring_back_nul(char *json) {
    char *found, *rest, *longer;
    while ((found = strstr(json, HIDDEN)) != NULL) {
        rest = found + strlen(HIDDEN);
        longer = (char *)malloc(strlen(json) + 4);
        CHECK(longer != NULL);
        memcpy(longer, json, (size_t)(found - json));
        strcpy(longer + (found - json), "\\u0000");
        strcat(longer, rest);
        free(json);
        json = longer;
    }
    return json;
}

static cJSON *read_file(const char *folder, const char *name) {
    char path[1000];
    FILE *file;
    long size;
    char *text;
    cJSON *json;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    size = ftell(file);
    CHECK(size > 0 && fseek(file, 0, SEEK_SET) == 0);
    text = (char *)malloc((size_t)size + 1);
    CHECK(text != NULL);
    CHECK(fread(text, 1, (size_t)size, file) == (size_t)size);
    text[size] = '\0';
    fclose(file);
    hide_nul(text);
    json = cJSON_Parse(text);
    free(text);
    if (json == NULL) fail("not JSON", NULL);
    return json;
}

/* Microseconds since 1970 of "2026-03-02T01:00:00Z". */
static int64_t instant(const char *text) {
    int year, month, day, hour, minute, second, fields;
    int64_t days, years;
    fields = sscanf(text, "%d-%d-%dT%d:%d:%dZ", &year, &month, &day, &hour, &minute, &second);
    CHECK(fields == 6);
    /* Days since 1970 in the Gregorian calendar, its years counted from March. */
    years = month <= 2 ? year - 1 : year;
    days = years * 365 + years / 4 - years / 100 + years / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1 - 719468;
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000000;
}

static int64_t clock_of_the_story(void *unused) {
    (void)unused;
    return now;
}

static crm_session session_of(const char *name) {
    const cJSON *handle = cJSON_GetObjectItemCaseSensitive(sessions, name);
    if (!cJSON_IsString(handle)) fail("no such actor", NULL);
    return (crm_session)strtoull(handle->valuestring, NULL, 16);
}

static void enter(const char *name, const char *user_id) {
    crm_session session = 0;
    char handle[20];
    OK(crm_session_open(engine, user_id, &session, &error));
    snprintf(handle, sizeof handle, "%llx", (unsigned long long)session);
    cJSON_AddStringToObject(sessions, name, handle);
    cJSON_AddStringToObject(kept, name, user_id);
}

static void set_the_stage(const cJSON *cast) {
    const cJSON *first = cJSON_GetObjectItemCaseSensitive(cast, "first"), *user;
    char options[200], *roles, *id = NULL;
    now = instant(text_of(cast, "now"));
    kept = cJSON_CreateObject();
    sessions = cJSON_CreateObject();
    snprintf(options, sizeof options, "{\"time_zone\": \"%s\", \"currency\": \"%s\", \"now\": \"%s\"}",
             text_of(cast, "time_zone"), text_of(cast, "currency"), text_of(cast, "now"));
    OK(crm_open_in_memory(options, &engine, &error));
    OK(crm_set_clock(engine, clock_of_the_story, NULL, &error));
    roles = cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(first, "roles"));
    OK(crm_bootstrap(engine, text_of(first, "login"), text_of(first, "display_name"), roles, &id, &error));
    free(roles);
    enter(text_of(first, "name"), id);
    crm_string_free(id);
    cJSON_ArrayForEach(user, cJSON_GetObjectItemCaseSensitive(cast, "users")) {
        cJSON *arguments = cJSON_CreateObject(), *created;
        cJSON *new_user = cJSON_AddObjectToObject(arguments, "new");
        char *json, *result = NULL;
        cJSON_AddStringToObject(new_user, "login", text_of(user, "login"));
        cJSON_AddStringToObject(new_user, "display_name", text_of(user, "display_name"));
        cJSON_AddItemToObject(new_user, "roles", cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(user, "roles"), 1));
        json = cJSON_PrintUnformatted(arguments);
        OK(crm_call(session_of(text_of(first, "name")), "users.create", json, &result, &error));
        created = cJSON_Parse(result);
        enter(text_of(user, "name"), text_of(created, "id"));
        cJSON_Delete(created);
        crm_string_free(result);
        free(json);
        cJSON_Delete(arguments);
    }
}

static void clear_the_stage(void) {
    OK(crm_close(engine, &error));
    cJSON_Delete(kept);
    cJSON_Delete(sessions);
}

/* A copy with kept values in the places of their names. */
static cJSON *fill(const cJSON *value) {
    cJSON *filled, *item;
    if (cJSON_IsString(value) && value->valuestring[0] == '$') {
        const cJSON *found = cJSON_GetObjectItemCaseSensitive(kept, value->valuestring + 1);
        if (found == NULL) fail("is not kept", value);
        return cJSON_Duplicate(found, 1);
    }
    if (cJSON_IsArray(value)) {
        filled = cJSON_CreateArray();
        cJSON_ArrayForEach(item, value) cJSON_AddItemToArray(filled, fill(item));
        return filled;
    }
    if (cJSON_IsObject(value)) {
        filled = cJSON_CreateObject();
        cJSON_ArrayForEach(item, value) cJSON_AddItemToObject(filled, item->string, fill(item));
        return filled;
    }
    return cJSON_Duplicate(value, 1);
}

static void compare(const cJSON *expected, const cJSON *found) {
    const cJSON *item;
    if (cJSON_IsString(expected) && strcmp(expected->valuestring, "*") == 0) {
        if (cJSON_IsNull(found)) fail("is null", expected);
    } else if (cJSON_IsObject(expected) && cJSON_IsObject(found)) {
        cJSON_ArrayForEach(item, expected) {
            const cJSON *field = cJSON_GetObjectItemCaseSensitive(found, item->string);
            if (field == NULL) fail(item->string, found);
            compare(item, field);
        }
    } else if (cJSON_IsArray(expected) && cJSON_IsArray(found)) {
        int i;
        if (cJSON_GetArraySize(expected) != cJSON_GetArraySize(found)) fail("another number of elements", found);
        for (i = 0; i < cJSON_GetArraySize(expected); i++)
            compare(cJSON_GetArrayItem(expected, i), cJSON_GetArrayItem(found, i));
    } else if (!cJSON_Compare(expected, found, 1)) {
        char *wanted = cJSON_PrintUnformatted(expected);
        fprintf(stderr, "%s: expected %s: %s\n", place, expected->string == NULL ? "" : expected->string, wanted);
        fail("but it was", found);
    }
}

/* A part of a result: a path like items.0.id, empty for all of it. */
static const cJSON *part(const cJSON *value, const char *path) {
    char name[200];
    while (*path != '\0') {
        size_t length = strcspn(path, ".");
        CHECK(length < sizeof name);
        memcpy(name, path, length);
        name[length] = '\0';
        value = cJSON_IsArray(value) ? cJSON_GetArrayItem(value, atoi(name))
                                     : cJSON_GetObjectItemCaseSensitive(value, name);
        if (value == NULL) fail(name, NULL);
        path += length + (path[length] == '.');
    }
    return value;
}

static void play(const cJSON *step) {
    const cJSON *clock = cJSON_GetObjectItemCaseSensitive(step, "clock"), *item;
    const cJSON *with = cJSON_GetObjectItemCaseSensitive(step, "with");
    const cJSON *expected_error = cJSON_GetObjectItemCaseSensitive(step, "error");
    const cJSON *expected = cJSON_GetObjectItemCaseSensitive(step, "expect");
    char *arguments = NULL, *result = NULL, *error = NULL;
    cJSON *filled, *outcome;
    crm_code code;
    if (cJSON_IsString(clock)) {
        now = instant(clock->valuestring);
        return;
    }
    if (with != NULL) {
        filled = fill(with);
        arguments = bring_back_nul(cJSON_PrintUnformatted(filled));
        cJSON_Delete(filled);
    }
    code = crm_call(session_of(text_of(step, "as")), text_of(step, "call"), arguments, &result, &error);
    if ((code == CRM_CODE_OK) != (expected_error == NULL)) {
        fprintf(stderr, "%s: %s\n", place, code == CRM_CODE_OK ? result : error);
        exit(1);
    }
    CHECK((result == NULL) == (code != CRM_CODE_OK) && (error == NULL) == (code == CRM_CODE_OK));
    outcome = cJSON_Parse(code == CRM_CODE_OK ? result : error);
    CHECK(outcome != NULL);
    if (code != CRM_CODE_OK) expected = expected_error;
    if (expected != NULL) {
        filled = fill(expected);
        compare(filled, outcome);
        cJSON_Delete(filled);
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(step, "save")) {
        cJSON_DeleteItemFromObjectCaseSensitive(kept, item->string);
        cJSON_AddItemToObject(kept, item->string, cJSON_Duplicate(part(outcome, item->valuestring), 1));
    }
    cJSON_Delete(outcome);
    free(arguments);
    crm_string_free(result);
    crm_string_free(error);
}

int main(void) {
    const char *folder = getenv("CRM_SCENARIOS"), *expected = getenv("CRM_STORIES");
    struct dirent *entry;
    DIR *files;
    cJSON *cast;
    int stories = 0;
    CHECK(folder != NULL && expected != NULL);
    CHECK(instant("2026-03-02T01:00:00Z") == 1772413200000000);
    files = opendir(folder);
    CHECK(files != NULL);
    cast = read_file(folder, "cast.json");
    while ((entry = readdir(files)) != NULL) {
        size_t length = strlen(entry->d_name);
        const cJSON *step, *document;
        cJSON *story;
        int number = 0;
        if (length < 6 || strcmp(entry->d_name + length - 5, ".json") != 0 || strcmp(entry->d_name, "cast.json") == 0)
            continue;
        story = read_file(folder, entry->d_name);
        set_the_stage(cast);
        cJSON_ArrayForEach(document, cJSON_GetObjectItemCaseSensitive(story, "documents"))
            cJSON_AddItemToObject(kept, document->string, cJSON_Duplicate(document, 1));
        cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(story, "steps")) {
            snprintf(place, sizeof place, "%s step %d", entry->d_name, ++number);
            play(step);
        }
        CHECK(number > 0);
        clear_the_stage();
        cJSON_Delete(story);
        stories++;
    }
    closedir(files);
    cJSON_Delete(cast);
    printf("%d stories of %s\n", stories, expected);
    CHECK(stories > 0 && stories == atoi(expected));
    return 0;
}
