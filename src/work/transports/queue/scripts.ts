/**
 * @file What BullMQ does not have, as scripts that run at the server, each as a whole or not at all: a coordinator's lease, losses with
 * whose they were and a back-off of their own, outcomes that outlive the lease, and offers that are withdrawn while somebody
 * holds them. `KEYS[1]` is `base` of `runKeys`; jobs and lists are BullMQ's own.
 */
import { REQUIRE_KIND } from './mending.js';

/** Takes a job from its holder and out of every list; what is known of it stays. */
const TAKE_OUT = `
local function takeOut(queue, job)
  local at = KEYS[1] .. queue .. ':'
  redis.call('DEL', at .. job .. ':lock')
  if redis.call('ZREM', at .. 'completed', job) == 1 then return end
  if redis.call('ZREM', KEYS[1] .. 'later', queue .. '|' .. job) == 1 then return end
  if redis.call('LREM', at .. 'active', 1, job) == 1 then return end
  redis.call('LREM', at .. 'wait', 1, job)
end`;

/**
 * Keeps the coordinator's lease, or takes it where nobody has it; removes what others have put in the place of the run's keys.
 * In: its token, lease in ms, then to look at the keys: any word; to open the run as well: its id, text, sum, and the lease of
 * trials in ms. Out: 1; 0 = somebody else has it; -1 = there is no such run.
 */
export const KEEP = `${REQUIRE_KIND}
local holder = redis.call('GET', KEYS[1] .. 'coordinator')
if holder and holder ~= ARGV[1] then return 0 end
if ARGV[3] then for name, kind in pairs({
  run = 'hash', queues = 'hash', offers = 'hash', outcomes = 'hash', lost = 'hash', workers = 'hash', counts = 'hash',
  quarantine = 'hash', arrived = 'list', later = 'zset', order = 'string',
}) do requireKind(KEYS[1] .. name, kind) end end
if ARGV[4] then
  local known = redis.call('HMGET', KEYS[1] .. 'run', 'text', 'sum', 'lease')
  requireKind('surefoot:runs', 'zset')
  requireKind('surefoot:ending', 'set')
  local isNew = redis.call('ZADD', 'surefoot:runs', 'NX', redis.call('TIME')[1], ARGV[4]) == 1
  if isNew or known[1] ~= ARGV[5] or known[2] ~= ARGV[6] or known[3] ~= ARGV[7] then
    redis.call('HSET', KEYS[1] .. 'run', 'text', ARGV[5], 'sum', ARGV[6], 'lease', ARGV[7])
    redis.call('PUBLISH', 'surefoot:runs', '')
  end
elseif redis.call('EXISTS', KEYS[1] .. 'run') == 0 then
  return -1
end
redis.call('SET', KEYS[1] .. 'coordinator', ARGV[1], 'PX', ARGV[2])
return 1`;

/**
 * Begins a run's end: from now on nobody brings anything. What there was is removed afterwards.
 * In: the coordinator's token, the run's id. Out: 1; 0 = somebody else coordinates.
 */
export const END = `
local holder = redis.call('GET', KEYS[1] .. 'coordinator')
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SADD', 'surefoot:ending', ARGV[2])
redis.call('ZREM', 'surefoot:runs', ARGV[2])
redis.call('DEL', KEYS[1] .. 'run', KEYS[1] .. 'coordinator')
redis.call('PUBLISH', 'surefoot:runs', '')
redis.call('PUBLISH', KEYS[1] .. 'work', '')
return 1`;

/**
 * Keeps an outcome, however it came; twice is once. Nobody trains the offer any more.
 * In: queue, job, token, the delivery. Out: 1 = the lease was held, and BullMQ is to complete the job; 0 = it was not; -1 = no such run.
 */
export const SETTLE = `${TAKE_OUT}
local queue, job, token = ARGV[1], ARGV[2], ARGV[3]
if redis.call('EXISTS', KEYS[1] .. 'run') == 0 then return -1 end
local at = KEYS[1] .. queue .. ':' .. job
local isHeld = redis.call('GET', at .. ':lock') == token
if redis.call('HSETNX', KEYS[1] .. 'outcomes', token, (isHeld and '0' or '1') .. ARGV[4]) == 1 then
  redis.call('RPUSH', KEYS[1] .. 'arrived', token)
end
redis.call('PERSIST', KEYS[1] .. 'files:' .. token)
redis.call('HDEL', KEYS[1] .. 'lost', job)
if redis.call('EXISTS', at) == 1 then
  redis.call('HSET', at, 'settled', token)
  if not isHeld then takeOut(queue, job) end
end
redis.call('PUBLISH', KEYS[1] .. 'news', '')
return isHeld and 1 or 0`;

/**
 * Removes deliveries, and offers with all that is known of them.
 * In: the coordinator's token, number of deliveries, their tokens, then jobs. Out: 1; 0 = somebody else coordinates.
 */
export const DROP = `${TAKE_OUT}
if redis.call('GET', KEYS[1] .. 'coordinator') ~= ARGV[1] then return 0 end
local deliveries = tonumber(ARGV[2])
if deliveries > 0 then
  local inMinute = KEYS[1] .. 'done:' .. math.floor(redis.call('TIME')[1] / 60)
  -- For people alone: where others have written there, nothing is counted.
  redis.pcall('HINCRBY', KEYS[1] .. 'counts', 'done', deliveries)
  redis.pcall('INCRBY', inMinute, deliveries)
  redis.call('EXPIRE', inMinute, 120)
end
for place = 3, #ARGV do
  local name = ARGV[place]
  if place < 3 + deliveries then
    redis.call('HDEL', KEYS[1] .. 'outcomes', name)
    redis.call('LREM', KEYS[1] .. 'arrived', 1, name)
    redis.call('UNLINK', KEYS[1] .. 'files:' .. name)
  else
    local queue = redis.call('HGET', KEYS[1] .. 'offers', name)
    if queue then
      takeOut(queue, name)
      redis.call('DEL', KEYS[1] .. queue .. ':' .. name)
      redis.call('HDEL', KEYS[1] .. 'offers', name)
      redis.call('HDEL', KEYS[1] .. 'lost', name)
    end
  end
end
return 1`;

/**
 * Lists deliveries. In: how many at most, bytes of one at most. Out: for each its token, and its text; empty where it is longer, or not there.
 */
export const LIST = `
local found = {}
for _, token in ipairs(redis.call('LRANGE', KEYS[1] .. 'arrived', 0, ARGV[1] - 1)) do
  local bytes = redis.call('HSTRLEN', KEYS[1] .. 'outcomes', token)
  table.insert(found, token)
  table.insert(found, bytes > tonumber(ARGV[2]) and '' or redis.call('HGET', KEYS[1] .. 'outcomes', token) or '')
end
return found`;

/**
 * Sets a delivery aside. In: the coordinator's token, the delivery's, what is wrong with it, how many are kept at most, and bytes of
 * each. Out: 1; 0 = somebody else coordinates.
 */
export const SET_ASIDE = `
if redis.call('GET', KEYS[1] .. 'coordinator') ~= ARGV[1] then return 0 end
local token = ARGV[2]
if redis.call('HLEN', KEYS[1] .. 'quarantine') < tonumber(ARGV[4]) then
  local text = redis.call('HGET', KEYS[1] .. 'outcomes', token) or ''
  redis.call('HSET', KEYS[1] .. 'quarantine', token, ARGV[3] .. string.char(10) .. string.sub(text, 1, tonumber(ARGV[5])))
end
redis.call('HDEL', KEYS[1] .. 'outcomes', token)
redis.call('LREM', KEYS[1] .. 'arrived', 0, token)
redis.call('UNLINK', KEYS[1] .. 'files:' .. token)
return 1`;

/**
 * Takes an offer out that is not what was offered; the coordinator finds it among the lost ones, of which nobody lost it, and makes it anew.
 * In: queue, the token that it was claimed by. Out: 1; 0 = it is held no more.
 */
export const REFUSE = `${TAKE_OUT}
local queue, token = ARGV[1], ARGV[2]
local active = redis.pcall('LRANGE', KEYS[1] .. queue .. ':active', 0, -1)
for _, job in ipairs(active.err and {} or active) do
  if redis.call('GET', KEYS[1] .. queue .. ':' .. job .. ':lock') == token then
    takeOut(queue, job)
    redis.call('DEL', KEYS[1] .. queue .. ':' .. job)
    if redis.call('HDEL', KEYS[1] .. 'offers', job) == 1 then
      redis.call('HSETNX', KEYS[1] .. 'lost', job, '[]')
      redis.call('PUBLISH', KEYS[1] .. 'news', '')
    end
    return 1
  end
end
return 0`;

/**
 * Finds leases that ran out: each is a loss of the worker that BullMQ wrote down as \`pb\`. The job may be claimed again before all
 * others, after its back-off, or never. BullMQ's own check would forget whose it was, and fail jobs by itself.
 * In: ms in which nobody looks again (0 = look in any case), most losses, back-offs in ms by number of losses. Out: jobs that may be claimed now.
 */
export const SWEEP = `
if redis.call('EXISTS', KEYS[1] .. 'run') == 0 then return 0 end
if ARGV[1] ~= '0' and not redis.call('SET', KEYS[1] .. 'swept', '', 'PX', ARGV[1], 'NX') then return 0 end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local freed = 0
for _, queue in ipairs(redis.call('HKEYS', KEYS[1] .. 'queues')) do
  local at = KEYS[1] .. queue .. ':'
  local active = redis.pcall('LRANGE', at .. 'active', 0, -1)
  for _, job in ipairs(active.err and {} or active) do
    if redis.call('EXISTS', at .. job .. ':lock') == 0 then
      redis.call('LREM', at .. 'active', -1, job)
      local known = redis.pcall('HMGET', at .. job, 'data', 'settled', 'pb')
      if known[1] and not known[2] then
        local lost = redis.call('HGET', KEYS[1] .. 'lost', job)
        local isList, workers = pcall(cjson.decode, lost or '[]')
        if not isList or type(workers) ~= 'table' then workers = {} end
        table.insert(workers, known[3] or '')
        redis.call('HSET', KEYS[1] .. 'lost', job, cjson.encode(workers))
        redis.pcall('HINCRBY', at .. job, 'stc', 1)
        redis.pcall('HINCRBY', KEYS[1] .. 'counts', 'losses', 1)
        redis.call('PUBLISH', KEYS[1] .. 'news', '')
        local different, names = 0, {}
        for _, name in ipairs(workers) do
          if not names[name] then different = different + 1 end
          names[name] = true
        end
        local wait = tonumber(ARGV[math.min(2 + #workers, #ARGV)])
        if different < tonumber(ARGV[2]) then
          if wait == 0 then
            redis.call('RPUSH', at .. 'wait', job)
            freed = freed + 1
          else
            redis.call('ZADD', KEYS[1] .. 'later', now + wait, queue .. '|' .. job)
          end
        end
      end
    end
  end
end
local due = redis.call('ZRANGEBYSCORE', KEYS[1] .. 'later', '-inf', now)
for place = #due, 1, -1 do
  local bar = string.find(due[place], '|', 1, true)
  if bar then redis.pcall('RPUSH', KEYS[1] .. string.sub(due[place], 1, bar - 1) .. ':wait', string.sub(due[place], bar + 1)) end
  redis.call('ZREM', KEYS[1] .. 'later', due[place])
  freed = freed + 1
end
if freed > 0 then redis.call('PUBLISH', KEYS[1] .. 'work', '') end
return freed`;
