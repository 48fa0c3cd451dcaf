/** The operations on address rules. */
import { MAX_RULES } from '../../articles/address-rules'
import type { Operation } from './operation'

export const ADDRESS_RULES: Operation[] = [
  {
    id: 'getAddressRules',
    tag: 'Old addresses',
    method: 'get',
    path: '/address-rules',
    summary: 'Read where old addresses lead',
    scopes: [],
    answers: { 200: { what: 'All rules.', schema: 'AddressRules', headers: ['ETag'] } },
    problems: [],
  },
  {
    id: 'putAddressRules',
    tag: 'Old addresses',
    method: 'put',
    path: '/address-rules',
    summary: 'Say where old addresses lead',
    description: `As a whole, in their order: up to ${MAX_RULES} rules. Takes a key that is not limited to sections.`,
    scopes: ['articles:publish'],
    ifMatch: true,
    body: {
      schema: 'NewAddressRules',
      example: {
        rules: [
          { from: '/tag/:name', to: '/keywords/:name' },
          { from: '/?p=:id', origin: 'wordpress' },
          { from: '/bbs/*', gone: true },
        ],
      },
    },
    answers: {
      200: { what: 'The rules as they stand now.', schema: 'AddressRules', headers: ['ETag'] },
    },
    problems: ['stale-revision', 'if-match-required', 'busy'],
  },
]
