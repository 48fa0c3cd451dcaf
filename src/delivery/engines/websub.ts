/**
 * Feed hubs (WebSub, PubSubHubbub). W3C WebSub and PubSubHubbub 0.4 leave it open how a publisher
 * tells its hub; every hub takes what 0.3 describes in 7.1: a form with `hub.mode=publish` and `hub.url`.
 */
import { credentialsIn } from './credentials'
import { byStatus, type Engine, placeOf } from './engine'

export const webSub: Engine<'websub', 'WEBSUB_HUB'> = {
  name: 'websub',
  variable: 'WEBSUB_HUB',
  takes: ['feed'],
  // One feed per call: some hubs read only one `hub.url`.
  most: 1,
  calls: 10,
  quota: null,
  credentials: ({ WEBSUB_HUB: hub }) => credentialsIn(hub),
  requester(_, vars) {
    const { address, headers } = placeOf('WEBSUB_HUB', vars.WEBSUB_HUB ?? '')
    return ([feed = '']) =>
      new Request(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': feed }).toString(),
      })
  },
  read(reply) {
    const verdict = byStatus(reply)
    const isRefused = [400, 422].includes(reply.status) && 'fault' in verdict
    return isRefused ? { is: 'refused', fault: verdict.fault } : verdict
  },
}
