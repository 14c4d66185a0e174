//! The pages: one file each, with the template of the same name, and the table of their routes.

mod cell;
mod count;
mod department;
mod files;
mod finding;
mod findings;
mod frame;
mod help;
mod loans;
mod login;
mod machines;
mod matrix;
mod media;
mod medium;
mod overview;
mod reconciliation;
mod stay;

pub(super) mod message;

#[cfg(test)]
mod tests;

use axum::{
    Router,
    extract::{Extension, State},
    middleware,
    response::Response,
    routing::{MethodRouter, get, post},
};

use super::{
    Console,
    access::Right,
    assets,
    gate::{self, Visit},
};

/// One route: where, what it takes to come in, and what answers.
struct Route {
    path: &'static str,
    right: Right,
    answers: MethodRouter<Console>,
}

/// Every route of the console; the tests walk over it too.
fn routes() -> Vec<Route> {
    let route = |path, right, answers| Route { path, right, answers };
    vec![
        route("/", Right::Machines, get(overview::page)),
        route("/departments/{code}", Right::Machines, get(department::page)),
        route(
            "/departments/{code}/machines",
            Right::Machines,
            get(machines::page),
        ),
        route("/findings", Right::Findings, get(findings::page)),
        route("/findings/{number}", Right::Findings, get(finding::page)),
        route(
            "/findings/{number}/reveal",
            Right::Findings,
            post(finding::reveal),
        ),
        route("/matrix", Right::Findings, get(matrix::page)),
        route("/matrix/{item}/{code}", Right::Findings, get(cell::page)),
        route("/media", Right::Findings, get(media::page)),
        route(
            "/media/reconciliation",
            Right::Findings,
            get(reconciliation::page),
        ),
        route(
            "/media/files",
            Right::Findings,
            get(files::page).post(files::write),
        ),
        route(
            "/media/count",
            Right::Findings,
            get(count::page).post(count::write),
        ),
        route("/media/loans", Right::Findings, get(loans::page)),
        route(
            "/media/{no}",
            Right::Findings,
            get(medium::page).post(medium::write),
        ),
        route(
            "/media/seen/{session}",
            Right::Findings,
            get(stay::page).post(stay::write),
        ),
        route("/help", Right::Member, get(help::page)),
        route("/login", Right::Anyone, get(login::page).post(login::enter)),
        route("/login/once", Right::Anyone, get(login::once)),
        route("/language", Right::Anyone, post(login::language)),
        route("/logout", Right::Member, post(login::leave)),
        route("/assets/{file}", Right::Anyone, get(assets::asset)),
    ]
}

/// Puts the routes behind the gate.
pub(super) fn router(console: Console) -> Router {
    let guarded = |right| middleware::from_fn_with_state((console.clone(), right), gate::inner);
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.answers.route_layer(guarded(route.right)));
    }
    router
        .fallback_service(
            get(elsewhere)
                .post(elsewhere)
                .route_layer(guarded(Right::Member))
                .with_state(console.clone()),
        )
        .layer(middleware::from_fn_with_state(console.clone(), gate::outer))
        .with_state(console)
}

async fn elsewhere(State(_): State<Console>, Extension(visit): Extension<Visit>) -> Response {
    message::not_found(&visit)
}
