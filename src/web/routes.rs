//! Routes, and the facts that middleware needs about each. Both are registered together, so that no
//! route lacks its facts and there is no other list of paths.

mod password_check;

use std::collections::BTreeMap;

use actix_web::dev::{HttpServiceFactory, ServiceRequest};
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, Handler, HttpMessage as _, Resource, Responder, Route, Scope, guard};

pub(crate) use password_check::PasswordCheck;

/// Whether a form that can't be handled now, because the session expired or the store is
/// unavailable, is shown again, filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replay {
    /// The form is shown again.
    Yes,
    /// The form is shown again unless it contains one of these fields: they contain secrets, which
    /// would end up in the store.
    Unless(&'static [&'static str]),
    /// The form is shown again once its sender has entered their password, but not after a login,
    /// which may be another user's.
    ToSender,
    /// The form isn't shown again.
    No,
}

impl Replay {
    /// Returns whether a form with these fields is shown again.
    pub(crate) fn allows(self, fields: &[(String, String)]) -> bool {
        match self {
            Self::Yes => true,
            Self::Unless(secrets) => {
                !fields.iter().any(|(name, _)| secrets.contains(&name.as_str()))
            }
            Self::ToSender | Self::No => false,
        }
    }

    /// Returns whether a form with these fields is shown again to the user who sent it.
    pub(crate) fn allows_for_sender(self, fields: &[(String, String)]) -> bool {
        self == Self::ToSender || self.allows(fields)
    }
}

/// Whether an API token authenticates a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenAccess {
    /// A token authenticates the call, as a session does.
    Accepted,
    /// Tokens are ignored.
    Ignored,
}

/// The facts about a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RouteFacts {
    /// What happens to a form that can't be handled now.
    pub(crate) replay: Replay,
    /// When the user must have entered their password recently.
    pub(crate) password: PasswordCheck,
    /// Whether the route accepts files, which the handler reads itself.
    pub(crate) takes_files: bool,
    /// Whether a token authenticates a call of the route.
    pub(crate) tokens: TokenAccess,
    /// Whether today's entry is read for the header before the handler runs.
    pub(crate) reads_today: bool,
    /// How many path segments follow the path of the page that it belongs to.
    below_page: usize,
}

impl RouteFacts {
    /// The facts about a route without a form.
    const PLAIN: Self = Self {
        replay: Replay::No,
        password: PasswordCheck::Never,
        takes_files: false,
        tokens: TokenAccess::Ignored,
        reads_today: true,
        below_page: 0,
    };

    /// Returns the path of the page that a path of this route belongs to. The user is redirected
    /// there after logging in again.
    pub fn page_of(self, path: &str) -> &str {
        let mut page = path;
        for _ in 0..self.below_page {
            page = page.rsplit_once('/').map_or(page, |(page, _)| page);
        }
        page
    }
}

/// The facts about the route of a request, stored in its extensions.
#[derive(Clone, Copy)]
struct MatchedRoute(Option<RouteFacts>);

/// The facts about every route, by its pattern.
#[derive(Debug, Clone, Default)]
pub struct RouteTable(BTreeMap<String, RouteFacts>);

impl RouteTable {
    /// Returns a scope with the routes that `list` registers, and records their facts.
    pub(crate) fn scope(&mut self, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) -> Scope {
        scope(self, "", prefix, list)
    }

    /// Returns the facts about the route that matches a request, if any. Also works in middleware
    /// outside the router. Looks them up once per request.
    pub(crate) fn of(&self, request: &ServiceRequest) -> Option<RouteFacts> {
        let known = request.extensions().get::<MatchedRoute>().copied();
        let MatchedRoute(facts) = known.unwrap_or_else(|| {
            // Routes match this decoded path. `request.path()` can contain percent-encoded letters.
            let path = request.match_info().as_str();
            let pattern = request.resource_map().match_pattern(path);
            let found = MatchedRoute(pattern.and_then(|pattern| self.get(&pattern)));
            request.extensions_mut().insert(found);
            found
        });
        facts
    }

    /// Returns the patterns of the routes that require a recent password, at least for some forms.
    pub fn confirmed(&self) -> impl Iterator<Item = &str> {
        let confirmed = self.0.iter().filter(|(_, facts)| facts.password != PasswordCheck::Never);
        confirmed.map(|(pattern, _)| pattern.as_str())
    }

    /// Returns the facts about the route with a pattern, such as `/day/{day}`.
    pub fn get(&self, pattern: &str) -> Option<RouteFacts> {
        self.0.get(pattern).copied()
    }

    /// Returns the patterns of all routes.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn scope(
    table: &mut RouteTable,
    outer: &str,
    prefix: &str,
    list: impl FnOnce(&mut Routes<'_>),
) -> Scope {
    let whole = format!("{outer}{prefix}");
    let (password, reads_today) = (PasswordCheck::Never, true);
    web::scope(prefix).configure(|config| {
        list(&mut Routes { config, prefix: whole, table, password, reads_today });
    })
}

/// Registers routes below a prefix, each with its facts.
pub(crate) struct Routes<'a> {
    config: &'a mut ServiceConfig,
    prefix: String,
    table: &'a mut RouteTable,
    password: PasswordCheck,
    reads_today: bool,
}

impl Routes<'_> {
    /// Registers a `GET` route without a form.
    pub(crate) fn get<A: FromRequest + 'static>(
        &mut self,
        path: &str,
        handler: impl Handler<A, Output: Responder + 'static>,
    ) {
        self.add(path, |it| it.route(get().to(handler)), RouteFacts::PLAIN);
    }

    /// Registers a page with a form that is sent to the page's own path.
    pub(crate) fn form<A: FromRequest + 'static, B: FromRequest + 'static>(
        &mut self,
        path: &str,
        page: impl Handler<A, Output: Responder + 'static>,
        submit: impl Handler<B, Output: Responder + 'static>,
        replay: Replay,
    ) {
        let facts = RouteFacts { replay, ..RouteFacts::PLAIN };
        self.page(path, page, submit, facts);
    }

    /// Registers a page with a form that can contain a file.
    pub(crate) fn upload<A: FromRequest + 'static, B: FromRequest + 'static>(
        &mut self,
        path: &str,
        page: impl Handler<A, Output: Responder + 'static>,
        submit: impl Handler<B, Output: Responder + 'static>,
        replay: Replay,
    ) {
        let facts = RouteFacts { replay, takes_files: true, ..RouteFacts::PLAIN };
        self.page(path, page, submit, facts);
    }

    fn page<A: FromRequest + 'static, B: FromRequest + 'static>(
        &mut self,
        path: &str,
        page: impl Handler<A, Output: Responder + 'static>,
        submit: impl Handler<B, Output: Responder + 'static>,
        facts: RouteFacts,
    ) {
        self.add(path, |it| it.route(get().to(page)).route(web::post().to(submit)), facts);
    }

    /// Registers a form on a page that is sent to a path below that page.
    pub(crate) fn action<A: FromRequest + 'static>(
        &mut self,
        page: &str,
        below: &str,
        submit: impl Handler<A, Output: Responder + 'static>,
        replay: Replay,
    ) {
        let below_page = below.matches('/').count();
        // An action redirects, so only its error pages have a header.
        let facts = RouteFacts { replay, below_page, reads_today: false, ..RouteFacts::PLAIN };
        self.add(&format!("{page}{below}"), |it| it.route(web::post().to(submit)), facts);
    }

    /// Registers the API calls at a path.
    pub(crate) fn api_route(
        &mut self,
        path: &str,
        tokens: TokenAccess,
        routes: impl FnOnce(Resource) -> Resource,
    ) {
        self.add(path, routes, RouteFacts { tokens, ..RouteFacts::PLAIN });
    }

    /// Returns a registry for routes that require a recent password. Only the middleware
    /// `require_recent_password` around their scope enforces it.
    pub(crate) fn confirmed(&mut self, password: PasswordCheck) -> Routes<'_> {
        Routes { password, ..self.reborrow() }
    }

    /// Returns a registry for routes that read today's entry themselves, or show no header.
    pub(crate) fn without_today(&mut self) -> Routes<'_> {
        Routes { reads_today: false, ..self.reborrow() }
    }

    fn reborrow(&mut self) -> Routes<'_> {
        let (password, reads_today) = (self.password, self.reads_today);
        let prefix = self.prefix.clone();
        Routes { config: self.config, prefix, table: self.table, password, reads_today }
    }

    /// Returns a scope with the routes that `list` registers, to be wrapped with middleware and
    /// mounted.
    pub(crate) fn scope(&mut self, prefix: &str, list: impl FnOnce(&mut Routes<'_>)) -> Scope {
        scope(self.table, &self.prefix, prefix, list)
    }

    /// Mounts a scope.
    pub(crate) fn mount(&mut self, scope: impl HttpServiceFactory + 'static) {
        self.config.service(scope);
    }

    fn add(&mut self, path: &str, routes: impl FnOnce(Resource) -> Resource, facts: RouteFacts) {
        let (password, reads_today) = (self.password, self.reads_today && facts.reads_today);
        let facts = RouteFacts { password, reads_today, ..facts };
        self.config.service(routes(web::resource(path)));
        self.table.0.insert(format!("{}{path}", self.prefix), facts);
    }
}

/// Returns a route for `GET` and `HEAD`.
pub(crate) fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
