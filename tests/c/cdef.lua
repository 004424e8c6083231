-- crm.cdef through LuaJIT: a language whose numbers are doubles, which reads declarations of C and has no preprocessor.
-- luajit cdef.lua CDEF OPERATIONS LIBRARY
local ffi = require("ffi")
local cdef, operations, library = ...

local function read(path)
    local file = assert(io.open(path, "rb"))
    local text = file:read("*a")
    file:close()
    return text
end

ffi.cdef(read(cdef))
local crm = ffi.load(library)
assert(crm.crm_abi_version() == ffi.C.CRM_ABI_VERSION)

-- The arguments, which may be nil, and one more.
local function with(more, ...)
    local count = select("#", ...)
    local all = { ... }
    all[count + 1] = more
    return unpack(all, 1, count + 1)
end

-- Nothing where the call is done, else its code and its error.
local function call(name, ...)
    local failed = ffi.new("char *[1]")
    local code = crm[name](with(failed, ...))
    if code == ffi.C.CRM_CODE_OK then return end
    local text = ffi.string(failed[0])
    crm.crm_string_free(failed[0])
    return tonumber(code), text
end

local function handle_of(name, kind, ...)
    local place = ffi.new(kind .. " [1]")
    local code, text = call(name, with(place, ...))
    assert(code == nil, text)
    -- Kept as Lua keeps numbers.
    local handle = tonumber(place[0])
    assert(handle > 0 and handle == math.floor(handle) and ffi.cast("uint64_t", handle) == place[0])
    return handle
end

local function text_of(name, ...)
    local place = ffi.new("char *[1]")
    local code, text = call(name, with(place, ...))
    assert(code == nil, text)
    local result = ffi.string(place[0])
    crm.crm_string_free(place[0])
    return result
end

local engine = handle_of("crm_open_in_memory", "crm_engine", nil)
text_of("crm_bootstrap", engine, "han", "Han", '["sales_manager", "system_administrator"]')
local han = handle_of("crm_session_open_by_login", "crm_session", engine, "han")
text_of("crm_call", han, "users.create", '{"new": {"login": "li", "display_name": "Li", "roles": ["executive"]}}')

-- Many sessions of two users, none of which becomes another's.
local sessions = {}
for i = 1, 200 do
    local login = i % 2 == 0 and "han" or "li"
    sessions[i] = handle_of("crm_session_open_by_login", "crm_session", engine, login)
end
for i = 1, 200 do
    local me = text_of("crm_call", sessions[i], "users.me", "{}")
    assert(me:find('"login":"' .. (i % 2 == 0 and "han" or "li") .. '"', 1, true), me)
end

-- A refusal, and every operation's name from operations.json.
local code, text = call("crm_call", han, "no.such", "{}", nil)
assert(code == tonumber(ffi.C.CRM_CODE_UNKNOWN_OPERATION) and text:find("no.such", 1, true))
local names = 0
for line in read(operations):gmatch("[^\n]+") do
    local name = line:match('^{"name":"([a-z_]+%.[a-z_]+)"')
    if name then
        names = names + 1
        local refused, why = call("crm_call", han, name, '{"no such argument": 1}', nil)
        assert(refused == tonumber(ffi.C.CRM_CODE_INVALID) or refused == tonumber(ffi.C.CRM_CODE_FORBIDDEN), name .. why)
    end
end
assert(names >= 100, names)

local code, text = call("crm_close", engine)
assert(code == nil, text)
assert(call("crm_call", han, "users.me", "{}", nil) == tonumber(ffi.C.CRM_CODE_INVALID))
