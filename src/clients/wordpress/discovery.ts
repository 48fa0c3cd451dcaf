/** `/wp-json/`: what there is, for programs that find out by themselves. */
import { paths, type Site } from '../../site'
import { toLocal } from '../../time'
import { answer } from './answering'
import { apiOf } from './post'
import { methodsOf, ROUTES, type Route } from './routes'

const NAMESPACE = 'wp/v2'

/** Hours ahead of UTC. */
function offsetOf({ timeZone }: Site, now: number): number {
  const { iso } = toLocal(now, timeZone)
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) + Number(minutes) / 60)
}

export function showRoot(site: Site, now: number, hasDesk: boolean): Response {
  // Where somebody says at the desk that a program may act for them.
  const authorization = `${site.origin}${paths.authorize}/application`
  return answer({
    name: site.name,
    description: site.description,
    url: site.origin,
    home: site.origin,
    gmt_offset: offsetOf(site, now),
    timezone_string: site.timeZone,
    page_for_posts: 0,
    page_on_front: 0,
    show_on_front: 'posts',
    namespaces: [NAMESPACE],
    authentication: hasDesk ? { 'application-passwords': { endpoints: { authorization } } } : [],
    routes: routesOf(site),
    site_logo: 0,
    site_icon: 0,
    site_icon_url: '',
    _links: { help: [{ href: 'https://developer.wordpress.org/rest-api/' }] },
  })
}

export const showNamespace = (site: Site): Response =>
  answer({
    namespace: NAMESPACE,
    routes: routesOf(site),
    _links: { up: [{ href: site.origin + paths.wordpress }] },
  })

export const describe = (route: Route) => {
  const methods = methodsOf(route)
  return {
    namespace: NAMESPACE,
    methods,
    endpoints: [
      ...(route.GET ? [{ methods: ['GET'], args: argsOf(route.takes) }] : []),
      ...(methods.length > 1 || !route.GET
        ? [{ methods: methods.filter((method) => method !== 'GET'), args: {} }]
        : []),
    ],
  }
}

const argsOf = (names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { required: false }]))

function routesOf(site: Site) {
  const root = { namespace: '', methods: ['GET'], endpoints: [{ methods: ['GET'], args: {} }] }
  const space = { ...root, namespace: NAMESPACE }
  return {
    '/': { ...root, _links: { self: [{ href: site.origin + paths.wordpress }] } },
    [`/${NAMESPACE}`]: { ...space, _links: { self: [{ href: apiOf(site, '') }] } },
    ...Object.fromEntries(
      ROUTES.map((route) => {
        const isOne = route.pattern.includes('(')
        const href = apiOf(site, route.pattern.slice(`/${NAMESPACE}`.length))
        const links = isOne ? {} : { _links: { self: [{ href }] } }
        return [route.pattern, { ...describe(route), ...links }]
      }),
    ),
  }
}
