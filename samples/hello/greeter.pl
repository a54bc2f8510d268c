# Answers every connection on port 8000 with one line.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX ();

$| = 1;
my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 16, ReuseAddr => 1) or die "cannot listen on port 8000: $!\n";
print "listening on port 8000\n";
my $count = 0;
while (my $client = $server->accept) {
    my $name = <$client>;
    next unless defined $name;    # a health check connects and says nothing
    chomp $name;
    $count++;
    print $client "hello $name, you are guest number $count of ", (POSIX::uname())[1], "\n";
    close $client;
    print "greeted $name\n";
}
