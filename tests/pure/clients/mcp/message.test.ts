import { expect, test } from 'vitest'
import { messageFault } from '../../../../src/clients/mcp/message'

const call = (name: string, args: unknown) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: args },
})
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
const MIB = 1024 * 1024

test('a message of usual size is looked at', () => {
  expect(messageFault(call('get_article', { id: 1 }), 200)).toBeNull()
  expect(messageFault(call('get_article', { id: 1 }), MIB)).toBeNull()
})

test('a message beyond 1 MiB is refused unless it brings a picture', () => {
  expect(messageFault(call('create_draft', {}), MIB + 1)).toMatchObject({ status: 413 })
  expect(messageFault([call('upload_picture', {})], MIB + 1)).toMatchObject({ status: 413 })
  expect(messageFault(call('upload_picture', { data: 'AAAA' }), MIB + 1)).toBeNull()
})

test('a message is twelve levels deep at most', () => {
  expect(messageFault(nested(12), 100)).toBeNull()
  expect(messageFault(nested(13), 100)).toMatchObject({ status: 400 })
})

test('a message holds two thousand values at most, wherever they are', () => {
  expect(messageFault({ a: Array(1_998).fill(0) }, 100)).toBeNull()
  expect(messageFault({ a: Array(1_999).fill(0) }, 100)).toMatchObject({ status: 400 })
  const spread = { a: Array(1_000).fill(0), b: Array(1_000).fill(0) }
  expect(messageFault(spread, 100)).toMatchObject({ status: 400 })
})

test('a batch holds ten messages at most, and no id twice; notifications have none', () => {
  const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
  const numbered = Array.from({ length: 10 }, (_, id) => ({ ...call('list_sections', {}), id }))
  expect(messageFault(numbered, 100)).toBeNull()
  expect(messageFault([...numbered, note], 100)).toMatchObject({ status: 400 })
  expect(messageFault([note, note], 100)).toBeNull()
  expect(messageFault([call('a', {}), call('b', {})], 100)).toMatchObject({ status: 400 })
  expect(
    messageFault(
      [
        { ...note, id: 1 },
        { ...note, id: '1' },
      ],
      100,
    ),
  ).toBeNull()
})

test('a message has no member that would change what all objects have', () => {
  const body = JSON.parse('{"params":{"arguments":{"__proto__":{}}}}')
  expect(messageFault(body, 100)).toMatchObject({ status: 400 })
})
