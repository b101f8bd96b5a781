"""What every resource of the API shares: who asks, what is asked, how it is answered."""
