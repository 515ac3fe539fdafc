-- The action lua.keyfabric <policy>: asks the validator whether this request may pass.
--
-- Allowed: the six identity headers are set, each exactly once, and txn.keyfabric is "allowed". Refused: the validator's own
-- status, headers and body go to the client, and the request ends. Anything else, an error in here too, leaves txn.keyfabric
-- unset, which haproxy.cfg answers with 503.

local ASKING = "abns@keyfabric-" .. (os.getenv("KEYFABRIC_ASKING") or "gateway")
local TIMEOUT_MS = 2500

local IDENTITY = {
    "x-consumer-id",
    "x-consumer-scopes",
    "x-consumer-plan",
    "x-consumer-key-id",
    "x-ratelimit-remaining",
    "txn-token",
}

-- What a caller is told beside status and body.
local TOLD = { "content-type", "www-authenticate", "retry-after", "ratelimit", "ratelimit-policy", "cache-control" }

local REFUSALS = { [401] = "Unauthorized", [403] = "Forbidden", [429] = "Too Many Requests", [503] = "Service Unavailable" }

local MALFORMED = '{"type":"urn:keyfabric:problem:malformed","title":"Bad Request","status":400,"code":"MALFORMED",'
    .. '"detail":"The request cannot be understood."}'

-- Every line of a header, as a list; HAProxy counts them from 0.
local function lines(headers, name)
    local all = {}
    local given = headers[name]
    if given ~= nil then
        local i = 0
        while given[i] ~= nil do
            all[#all + 1] = given[i]
            i = i + 1
        end
    end
    return all
end

local function question(txn, headers)
    return {
        -- Both, and each of their lines: whether two credentials are one too many is the validator's to say.
        ["authorization"] = lines(headers, "authorization"),
        ["x-api-key"] = lines(headers, "x-api-key"),
        ["x-forwarded-for"] = { txn.sf:src() },
        ["host"] = { "keyfabric" },
    }
end

-- Whether a field holds what no field may (RFC 9110, section 5.5). HAProxy 2.6 lets NUL pass, on which some services end a text.
local function is_malformed(headers)
    for name, _ in pairs(headers) do
        for _, value in ipairs(lines(headers, name)) do
            if value:find("[\0-\8\10-\31\127]") then
                return true
            end
        end
    end
    return false
end

-- The identity of an answer: six values, or nil when one is missing, empty or doubled.
local function identity(answer)
    local values = {}
    for _, name in ipairs(IDENTITY) do
        local all = lines(answer.headers, name)
        if #all ~= 1 or all[1] == "" then
            return nil
        end
        values[name] = all[1]
    end
    return values
end

-- A refusal is a problem in the validator's words. A 503 without one is HAProxy's own: nobody answered.
local function is_refusal(answer)
    local types = lines(answer.headers, "content-type")
    return REFUSALS[answer.status] ~= nil and #types == 1 and types[1]:find("application/problem+json", 1, true) == 1
end

local function refuse(txn, answer)
    local reply = txn:reply()
    reply:set_status(answer.status, REFUSALS[answer.status])
    for _, name in ipairs(TOLD) do
        for _, value in ipairs(lines(answer.headers, name)) do
            reply:add_header(name, value)
        end
    end
    reply:set_body(answer.body or "")
    txn:done(reply)
end

local function malformed(txn)
    local reply = txn:reply({ status = 400, reason = "Bad Request", body = MALFORMED })
    reply:add_header("content-type", "application/problem+json")
    txn:done(reply)
end

core.register_action("keyfabric", { "http-req" }, function(txn, policy)
    local headers = txn.http:req_get_headers()
    if is_malformed(headers) then
        return malformed(txn)
    end
    local answer = core.httpclient():get({
        url = "http://keyfabric/v1/authorize?" .. policy,
        dst = ASKING,
        headers = question(txn, headers),
        timeout = TIMEOUT_MS,
    })
    if answer == nil then
        return
    end
    if answer.status == 200 then
        local values = identity(answer)
        if values == nil then
            return
        end
        for name, value in pairs(values) do
            txn.http:req_set_header(name, value)
        end
        txn:set_var("txn.keyfabric", "allowed")
    elseif is_refusal(answer) then
        refuse(txn, answer)
    end
end, 1)
