/**
 * Hubs of feeds (WebSub, PubSubHubbub). How a publisher tells its hub is left open by W3C WebSub and
 * PubSubHubbub 0.4; all hubs take what 0.3 has, 7.1: a form with `hub.mode=publish` and `hub.url`.
 */
import type { Site } from '../../site'
import { addressOf, byStatus, type Engine, type EngineVars } from './engine'

/** One feed a call: some hubs read but one `hub.url`. */
export function webSub(_: Site, vars: EngineVars): Engine {
  const address = addressOf('WEBSUB_HUB', vars.WEBSUB_HUB ?? '')
  return {
    most: 1,
    calls: 10,
    hasQuota: false,
    request: ([feed = '']) =>
      new Request(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feed }).toString(),
      }),
    read(answer) {
      const verdict = byStatus(answer)
      const isRefused = [400, 422].includes(answer.status) && 'fault' in verdict
      return isRefused ? { is: 'refused', fault: verdict.fault } : verdict
    },
  }
}
