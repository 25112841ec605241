#pragma once

#include "core/error.h"

#include <QUrl>

namespace foyer
{

/// The part of the sign-in form a failure belongs to.
enum class SignInField { General, Address, Password, ServerUrl, CaFile, Link, Nickname };
/// What the sign-in form offers to do about a failure, besides signing in again.
enum class SignInStep {
    None,
    EnterServerUrl,    ///< opens *Advanced* at the URL
    ChooseCertificate, ///< opens *Advanced* at the certificates
    SignInAnyway,      ///< with the weak way that the server offers
    UseAccount,        ///< no guests here: sign in with an account
};

/// How the form was used.
enum class SignInMode { Account, Guest };

/// A failed sign-in as the form shows it.
struct SignInProblem {
    SignInField field = SignInField::General;
    SignInStep step = SignInStep::None;

    bool operator==(const SignInProblem &) const = default;
};

/// Where a failure of \a kind belongs and what comes next. \a urlGiven: a WebSocket URL was typed under *Advanced*.
SignInProblem signInProblemOf(ErrorKind kind, SignInMode mode, bool urlGiven);

/// Whether \a url may be a server: `wss://`, or `ws://` to this computer only.
bool isUsableServerUrl(const QUrl &url);

} // namespace foyer
