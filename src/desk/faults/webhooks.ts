/** What is wrong with a webhook: src/delivery/hooks/address.ts and src/editing/contract/webhook-input.ts. */
import type { Sentence } from './sentence'

export const RECEIVERS: Sentence[] = [
  [
    'cannot be read as an address; send it whole, like https://example.com/hooks/1',
    '不像网址，请写完整，例如 https://example.com/hooks/1',
    'is no web address; write it whole, like https://example.com/hooks/1',
  ],
  ['must begin with https://', '要以 https:// 开头'],
  [
    'holds a #, and nobody is sent what stands behind it; leave it out',
    '里有 #，它和后面的部分不会发给对方，请去掉',
  ],
  [
    'names port {n}; a receiver must be at the usual one, 443',
    '写了端口 {n}，接收方只能用 https 的默认端口 443',
  ],
  [
    'leads to this newsroom itself; name another receiver',
    '就是本站，请写别的接收方',
    'leads to this newsroom itself; give another one',
  ],
  [
    'is not on the public internet; name another receiver',
    '不在公网上，请写公网上的接收方',
    'is not on the public internet; give one that is',
  ],
  ['must be a list of events', '要选至少一种', 'must be chosen'],
  [
    'is empty; a webhook without events is told nothing',
    '要选至少一种',
    'must be chosen, one at least',
  ],
]
