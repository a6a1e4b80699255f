/**
 * @file Scripts that run at the server and mend what others have done to a run's keys, BullMQ's among them: anybody who is let in may write
 * there. What is removed is offered again. `KEYS[1]` is `base` of `runKeys`.
 */

/** Of what kind keys are, since others may have put something else there: a call on it would fail for ever. */
export const REQUIRE_KIND = `
local function requireKind(key, kind)
  local found = redis.call('TYPE', key).ok
  if found == 'none' then return true end
  if found == kind and (kind ~= 'string' or tonumber(redis.call('GET', key))) then return true end
  redis.call('DEL', key)
  return false
end`;

/** Takes a job out of all that BullMQ and we know of it. */
const REMOVE = `
local function remove(queue, job)
  local at = KEYS[1] .. queue .. ':'
  for _, set in ipairs({'completed', 'failed'}) do redis.call('ZREM', at .. set, job) end
  for _, list in ipairs({'wait', 'active'}) do redis.call('LREM', at .. list, 0, job) end
  redis.call('ZREM', KEYS[1] .. 'later', queue .. '|' .. job)
  redis.call('DEL', at .. job, at .. job .. ':lock')
  redis.call('HDEL', KEYS[1] .. 'offers', job)
end`;

/**
 * Makes room for offers whose names are taken: BullMQ adds no job where there is a key of its name. In: pairs of queue and job.
 */
export const CLEAR = `${REMOVE}
for place = 1, #ARGV, 2 do remove(ARGV[place], ARGV[place + 1]) end
return 1`;

/**
 * Takes offers out that can come to nothing any more, so that they are made anew: their outcome is gone or was set aside, they were ended
 * by somebody else, they stand in no list from which somebody could claim them, or what they stood in was replaced. A queue that somebody
 * has paused or slowed down goes on. Out: how many things were as nobody of ours leaves them.
 */
export const REPAIR = `${REQUIRE_KIND}${REMOVE}
local altered = 0
local function alter(isAltered) if isAltered then altered = altered + 1 end end
local byQueue = {}
local offers = redis.call('HGETALL', KEYS[1] .. 'offers')
for place = 1, #offers, 2 do
  byQueue[offers[place + 1]] = byQueue[offers[place + 1]] or {}
  table.insert(byQueue[offers[place + 1]], offers[place])
end
for _, queue in ipairs(redis.call('HKEYS', KEYS[1] .. 'queues')) do
  local at = KEYS[1] .. queue .. ':'
  for name, kind in pairs({
    wait = 'list', active = 'list', completed = 'zset', failed = 'zset', marker = 'zset', stalled = 'set', events = 'stream',
    meta = 'hash', id = 'string',
  }) do alter(not requireKind(at .. name, kind)) end
  -- Of these a coordinator of ours makes none: BullMQ would keep jobs there, or keep workers from claiming.
  for _, name in ipairs({'paused', 'delayed', 'prioritized', 'limiter', 'pc'}) do alter(redis.call('DEL', at .. name) == 1) end
  local meta = redis.call('HGETALL', at .. 'meta')
  for place = 1, #meta, 2 do
    if meta[place] ~= 'opts.maxLenEvents' or not tonumber(meta[place + 1]) then
      redis.call('HDEL', at .. 'meta', meta[place])
      alter(true)
    end
  end
  local stands = {}
  for _, list in ipairs({'wait', 'active'}) do
    for _, job in ipairs(redis.call('LRANGE', at .. list, 0, -1)) do stands[job] = true end
  end
  for _, job in ipairs(byQueue[queue] or {}) do
    -- What is wrong with an existing one is told when it is claimed.
    if not stands[job] then
      local found = redis.call('TYPE', at .. job).ok
      local token = found == 'hash' and redis.call('HGET', at .. job, 'settled')
      local isSettled = token and redis.call('HEXISTS', KEYS[1] .. 'outcomes', token) == 1
      local isLost = redis.call('ZSCORE', KEYS[1] .. 'later', queue .. '|' .. job) or redis.call('HEXISTS', KEYS[1] .. 'lost', job) == 1
      if found ~= 'hash' or not (isSettled or isLost) then
        remove(queue, job)
        -- Nothing at all is what a server that broke down leaves, and what was set aside leaves its token.
        alter(found ~= 'none' and not token)
      end
    end
  end
end
return altered`;
