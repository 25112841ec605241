#pragma once

#include "app/commandline.h"
#include "app/profile.h"
#include "core/result.h"

#include <cstdio>

namespace foyer
{

/// Prints the stored room of `--export` to \a output, read-only, without network, allowed beside a running instance.
/// `--account` chooses between the accounts that were in it. An unknown or ambiguous room is an error with a sentence.
Result<Done> exportRoom(const Profile &profile, const CommandLine &line, FILE *output);

} // namespace foyer
