/** Answers nothing: what workerd takes by itself. */
export default { fetch: () => new Response(null) } satisfies ExportedHandler
