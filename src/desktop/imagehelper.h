#pragma once

#include "desktop/imagegate.h"

namespace foyer
{

/// The process that decodes one image from outside, with little memory and time and nothing else to lose: the program
/// itself, started with imagehelper::option. It reads the file from its standard input and writes pixels to its
/// standard output.
namespace imagehelper
{

/// First argument; the second and third are width and height of the bound.
constexpr auto option = "--decode-image";

/// Whether main() was called to be the helper.
bool isMeant(int argc, char **argv);
/// Does the helper's work; gives the exit code.
int run(int argc, char **argv);

/// The error that an exit code stands for; Problem::Damaged for any that is not known, for example after a crash.
imagegate::Problem problemOf(int exitCode);
/// What the helper wrote, checked: an image of at most \a bound, exactly as many bytes as it needs.
std::optional<DecodedImage> unpacked(const QByteArray &written, const QSize &bound);
QByteArray packed(const DecodedImage &image);

} // namespace imagehelper

} // namespace foyer
