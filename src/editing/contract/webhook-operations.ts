/** The operations on webhooks. */
import { TRY_SECONDS } from '../../delivery/hooks/store'
import { MAX_WEBHOOKS } from '../../delivery/hooks/webhook'
import type { Operation } from './operation'

const shown = { 200: { what: 'The webhook.', schema: 'Webhook' as const } }

const of = (operation: Omit<Operation, 'tag' | 'scopes'>): Operation => ({
  ...operation,
  tag: 'Webhooks',
  scopes: ['keys:manage'],
})

export const WEBHOOKS: Operation[] = [
  of({
    id: 'listWebhooks',
    method: 'get',
    path: '/webhooks',
    summary: 'List webhooks',
    answers: { 200: { what: 'The webhooks, without their secrets.', schema: 'WebhookList' } },
    problems: [],
  }),
  of({
    id: 'makeWebhook',
    method: 'post',
    path: '/webhooks',
    summary: 'Make a webhook',
    description: `Its receiver is told of what readers can see from now on, as Standard Webhooks has it: see docs/webhooks.md. A newsroom may have ${MAX_WEBHOOKS}.`,
    idempotent: true,
    body: {
      schema: 'NewWebhook',
      example: {
        name: 'Mirror',
        url: 'https://example.com/hooks/news',
        events: ['article.published', 'article.withdrawn'],
      },
    },
    answers: {
      201: { what: 'The webhook, with its secret.', schema: 'MadeWebhook', headers: ['Location'] },
    },
    problems: ['conflict', 'idempotency-key-reused', 'busy'],
  }),
  of({
    id: 'getWebhook',
    method: 'get',
    path: '/webhooks/{id}',
    summary: 'Read how a webhook stands',
    answers: shown,
    problems: ['not-found'],
  }),
  of({
    id: 'patchWebhook',
    method: 'patch',
    path: '/webhooks/{id}',
    summary: 'Change, pause or go on with a webhook',
    description:
      'A JSON Merge Patch (RFC 7396). Its receiver is tried again at once. `"isPaused": false` goes on with one whose receiver was gone, too.',
    body: {
      type: 'application/merge-patch+json',
      schema: 'WebhookPatch',
      example: { isPaused: true },
    },
    answers: shown,
    problems: ['not-found'],
  }),
  of({
    id: 'removeWebhook',
    method: 'delete',
    path: '/webhooks/{id}',
    summary: 'Remove a webhook, with all it is still owed',
    answers: { 200: { what: 'The webhook, as it was.', schema: 'Webhook' } },
    problems: ['not-found'],
  }),
  of({
    id: 'rotateWebhook',
    method: 'post',
    path: '/webhooks/{id}/rotate',
    summary: 'Give a webhook another secret',
    description:
      'The one before signs beside it for `overlap` seconds, so that its receiver may know either. One from before that does not any more.',
    idempotent: true,
    body: { schema: 'Rotation', example: { overlap: 3600 } },
    answers: { 201: { what: 'The webhook, with its new secret.', schema: 'MadeWebhook' } },
    problems: ['not-found', 'idempotency-key-reused', 'busy'],
  }),
  of({
    id: 'testWebhook',
    method: 'post',
    path: '/webhooks/{id}/test',
    summary: 'Try a webhook now',
    description: `Sends it a \`webhook.test\`, paused or not, every ${TRY_SECONDS} seconds at the most.`,
    answers: { 200: { what: 'What came back.', schema: 'WebhookTest' } },
    problems: ['not-found'],
  }),
  of({
    id: 'resendWebhook',
    method: 'post',
    path: '/webhooks/{id}/resend',
    summary: 'Tell a webhook again what was given up',
    description: 'Up to 1,000 articles at a time, within a minute, as they are then.',
    answers: { 200: { what: 'How many.', schema: 'WebhookResent' } },
    problems: ['not-found'],
  }),
]
