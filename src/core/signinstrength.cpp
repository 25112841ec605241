#include "core/signinstrength.h"

using namespace Qt::StringLiterals;

namespace foyer
{

SignInStrength signInStrengthOf(const QString &mechanism)
{
    for (const auto strength : {SignInStrength::Plain, SignInStrength::ScramSha1, SignInStrength::ScramSha256}) {
        if (mechanism == mechanismOf(strength)) {
            return strength;
        }
    }
    return SignInStrength::Unknown;
}

QString mechanismOf(SignInStrength strength)
{
    switch (strength) {
    case SignInStrength::Unknown:
        return {};
    case SignInStrength::Plain:
        return u"PLAIN"_s;
    case SignInStrength::ScramSha1:
        return u"SCRAM-SHA-1"_s;
    case SignInStrength::ScramSha256:
        return u"SCRAM-SHA-256"_s;
    }
    Q_UNREACHABLE();
}

} // namespace foyer
