#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

#include <cstdio>

namespace foyer::server
{

// What foyer-server does to the data of a server, also while that runs. Errors are sentences for a person.

/// Makes an account or changes its password; the folder is made when it is missing.
Result<Done> addAccount(const QString &dataFolder, const QString &name, const QString &password);
Result<Done> deleteAccount(const QString &dataFolder, const QString &name);
Result<QStringList> listAccounts(const QString &dataFolder);
/// A room's archive as JSON lines: id, originId, from, nickname, occupantId, sentAt, kind, body.
Result<Done> exportRoom(const QString &dataFolder, const QString &roomId, FILE *out);
/// A secret in a file (`-`: standard input); one newline at the end is dropped.
Result<QString> readSecretFile(const QString &fileName);

} // namespace foyer::server
